# Who is told, and when.

resource "aws_sns_topic" "failures" {
  name_prefix = "${var.name}-"
}

resource "aws_sns_topic_subscription" "email" {
  count = var.alarm_email == null ? 0 : 1

  topic_arn = aws_sns_topic.failures.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name          = "${var.name}-failed"
  alarm_description   = "A dump failed. The function's log says why."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.dump.function_name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.failures.arn]
}

# Also where the schedule is gone, and nothing fails because nothing runs.
resource "aws_cloudwatch_metric_alarm" "missing" {
  for_each = module.settings.dimensions

  alarm_name        = "${var.name}-missing-${each.key}"
  alarm_description = "No dump was made in the last 26 hours."

  # The function writes it into its log, and CloudWatch reads it from there.
  namespace           = "dumpstream"
  metric_name         = "Success"
  dimensions          = merge({ FunctionName = aws_lambda_function.dump.function_name }, each.value)
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 26
  datapoints_to_alarm = 26
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.failures.arn]
  ok_actions          = [aws_sns_topic.failures.arn]
}

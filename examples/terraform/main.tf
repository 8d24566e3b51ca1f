# A dump of a database into S3 every night, and a message where there is none.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.28"
    }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  zip = coalesce(var.zip, "${path.module}/../../packages/lambda/dist/dumpstream-lambda.zip")
}

# No provider is needed to work out what follows from the variables.
module "settings" {
  source = "./settings"

  partition     = data.aws_partition.current.partition
  region        = data.aws_region.current.region
  account       = data.aws_caller_identity.current.account_id
  bucket        = aws_s3_bucket.dumps.id
  topic_arn     = aws_sns_topic.failures.arn
  log_group_arn = aws_cloudwatch_log_group.function.arn
  ssm_prefix    = var.ssm_prefix
  time_zone     = var.time_zone
  targets       = var.targets
  kms_key_arn   = var.kms_key_arn
  db_secret_arn = var.db_secret_arn
  db_iam        = var.db_iam
  tags          = var.tags
  object_lock   = var.object_lock
  legal_hold    = var.legal_hold
  verify        = var.verify
  in_vpc        = var.vpc != null
}

resource "aws_lambda_function" "dump" {
  function_name    = var.name
  runtime          = "nodejs24.x"
  architectures    = ["arm64"]
  filename         = local.zip
  source_code_hash = filebase64sha256(local.zip)
  handler          = "index.handler"
  memory_size      = var.memory_size
  timeout          = 900
  role             = aws_iam_role.function.arn

  environment {
    variables = module.settings.environment
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [var.vpc]
    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  # Lambda checks at once whether the role may do what it needs.
  depends_on = [aws_iam_role_policy.function]
}

resource "aws_cloudwatch_log_group" "function" {
  name_prefix       = "/aws/lambda/${var.name}-"
  retention_in_days = 90
}

# One more try, for a fault that passes: what failed has left nothing behind.
resource "aws_lambda_function_event_invoke_config" "dump" {
  function_name                = aws_lambda_function.dump.function_name
  maximum_retry_attempts       = 1
  maximum_event_age_in_seconds = 3600

  destination_config {
    on_failure {
      destination = aws_sns_topic.failures.arn
    }
  }
}

resource "aws_iam_role" "function" {
  name_prefix = "${var.name}-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name   = "dump"
  role   = aws_iam_role.function.id
  policy = module.settings.policy
}

resource "aws_scheduler_schedule" "dump" {
  for_each = module.settings.events

  name                         = "${var.name}-${each.key}"
  schedule_expression          = var.schedule
  schedule_expression_timezone = var.time_zone

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.dump.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = each.value
  }
}

resource "aws_iam_role" "scheduler" {
  name_prefix = "${var.name}-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
      }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  name = "invoke"
  role = aws_iam_role.scheduler.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = aws_lambda_function.dump.arn
    }]
  })
}

output "function_name" {
  value = aws_lambda_function.dump.function_name
}

output "bucket" {
  value = aws_s3_bucket.dumps.id
}

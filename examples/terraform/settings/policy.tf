# All that the role of the function may do.

locals {
  dumps        = ["arn:${var.partition}:s3:::${var.bucket}/dump/*"]
  place        = "${var.region}:${var.account}"
  has_password = var.db_secret_arn == null && var.db_iam == null

  parameters = concat(["dbhost", "dbname"], local.has_password ? ["dbuser", "dbpass"] : [])
  prefixes = length(var.targets) == 0 ? [var.ssm_prefix] : [
    for target in var.targets : replace(var.ssm_prefix, "{target}", target)
  ]

  # What is not asked for has an empty list of resources, and no statement.
  permissions = [
    {
      actions   = ["s3:PutObject", "s3:AbortMultipartUpload"]
      resources = local.dumps
    },
    {
      actions   = ["s3:PutObjectTagging"]
      resources = var.tags != null ? local.dumps : []
    },
    {
      actions   = ["s3:PutObjectRetention"]
      resources = var.object_lock != null ? local.dumps : []
    },
    {
      actions   = ["s3:PutObjectLegalHold"]
      resources = var.legal_hold ? local.dumps : []
    },
    {
      # Not to remove one: whose function is taken over must not lose what was dumped before.
      actions   = ["s3:GetObjectVersion"]
      resources = var.verify ? local.dumps : []
    },
    {
      actions = ["ssm:GetParameters"]
      resources = [
        for pair in setproduct(local.prefixes, local.parameters) :
        "arn:${var.partition}:ssm:${local.place}:parameter/${trimprefix(join("", pair), "/")}"
      ]
    },
    {
      actions   = ["kms:Decrypt"]
      resources = var.kms_key_arn == null ? [] : [var.kms_key_arn]
    },
    {
      actions   = ["secretsmanager:GetSecretValue"]
      resources = var.db_secret_arn == null ? [] : [var.db_secret_arn]
    },
    {
      actions = ["rds-db:connect"]
      resources = var.db_iam == null ? [] : [
        "arn:${var.partition}:rds-db:${local.place}:dbuser:${var.db_iam.resource_id}/${var.db_iam.user}"
      ]
    },
    {
      actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      resources = ["${var.log_group_arn}:*"]
    },
    {
      actions   = ["sns:Publish"]
      resources = [var.topic_arn]
    },
    {
      # None of these can be limited to a resource.
      actions = [
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
      ]
      resources = var.in_vpc ? ["*"] : []
    },
  ]
}

output "policy" {
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for permission in local.permissions : {
        Effect   = "Allow"
        Action   = permission.actions
        Resource = permission.resources
      } if length(permission.resources) > 0
    ]
  })
}

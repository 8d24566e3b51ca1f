# What the function is told: always, and by the schedule of each database; and what its metrics go by.

locals {
  # Null leaves a variable out.
  environment = {
    DUMPSTREAM_SSM_PREFIX       = var.ssm_prefix
    DUMPSTREAM_BUCKET           = var.bucket
    DUMPSTREAM_BUCKET_OWNER     = var.account
    DUMPSTREAM_TIME_ZONE        = var.time_zone
    DUMPSTREAM_TARGETS          = length(var.targets) == 0 ? null : join(",", var.targets)
    DUMPSTREAM_DB_SECRET        = var.db_secret_arn
    DUMPSTREAM_DB_AUTH          = var.db_iam == null ? null : "iam"
    DUMPSTREAM_DB_USER          = try(var.db_iam.user, null)
    DUMPSTREAM_TAGS             = var.tags
    DUMPSTREAM_OBJECT_LOCK_MODE = try(var.object_lock.mode, null)
    DUMPSTREAM_OBJECT_LOCK_DAYS = try(tostring(var.object_lock.days), null)
    DUMPSTREAM_LEGAL_HOLD       = var.legal_hold ? "true" : null
    DUMPSTREAM_VERIFY           = var.verify ? "true" : null
  }
}

output "environment" {
  value = { for name, value in local.environment : name => value if value != null }
}

output "events" {
  value = merge(
    length(var.targets) == 0 ? { nightly = jsonencode({}) } : {},
    { for target in var.targets : target => jsonencode({ target = target }) },
  )
}

output "dimensions" {
  value = merge(
    length(var.targets) == 0 ? { nightly = {} } : {},
    { for target in var.targets : target => { Target = target } },
  )
}

variable "name" {
  description = "Name of the function, and what the names of all else begin with."
  type        = string
  default     = "dumpstream"
}

variable "zip" {
  description = "The function. By default what `npm run build` at the top of the repository made."
  type        = string
  default     = null
}

variable "ssm_prefix" {
  description = "What the names of the SSM parameters with host, user, password and database begin with. With targets it holds {target}."
  type        = string
  default     = "/dumpstream/"
}

variable "targets" {
  description = "Names of databases that one function serves, each on a schedule of its own. Empty for one."
  type        = list(string)
  default     = []
}

variable "db_secret_arn" {
  description = "Secret of Secrets Manager with user and password, in place of two parameters."
  type        = string
  default     = null
}

variable "db_iam" {
  description = "IAM database authentication: the resource id (db-... or cluster-...) and the user."
  type        = object({ resource_id = string, user = string })
  default     = null
}

variable "kms_key_arn" {
  description = "The key of your own, if the parameters or the secret are encrypted with one."
  type        = string
  default     = null
}

variable "vpc" {
  description = "From where the database is reached."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
  default     = null
}

variable "schedule" {
  description = "When to dump, as a schedule expression of EventBridge Scheduler; at least once a day."
  type        = string
  default     = "cron(15 3 * * ? *)"
}

variable "time_zone" {
  description = "Time zone of the schedule, and of the date in the names of the dumps."
  type        = string
  default     = "UTC"
}

variable "memory_size" {
  description = "Memory of the function in MB. More brings more CPU, and speed."
  type        = number
  default     = 256
}

variable "retention_days" {
  description = "Days after which a dump is deleted."
  type        = number
  default     = 35
}

variable "tags" {
  description = "Tags of each dump, as in team=shop&kind=backup."
  type        = string
  default     = null
}

variable "object_lock" {
  description = "Days for which nobody can delete a dump, and the mode (GOVERNANCE or COMPLIANCE). Only when the bucket is made."
  type        = object({ days = number, mode = optional(string, "GOVERNANCE") })
  default     = null
}

variable "legal_hold" {
  description = "Put a legal hold on each dump. Needs object_lock."
  type        = bool
  default     = false
}

variable "verify" {
  description = "Read each dump back, and fail if it is not what was dumped."
  type        = bool
  default     = false
}

variable "alarm_email" {
  description = "Who is told when a dump fails or none has been made."
  type        = string
  default     = null
}

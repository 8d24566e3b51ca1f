# What the function, its schedule and its role depend on; described in the variables of the root.

variable "partition" {
  type    = string
  default = "aws"
}

variable "region" {
  type = string
}

variable "account" {
  type = string
}

variable "bucket" {
  type        = string
  description = "Its name."
}

variable "topic_arn" {
  type = string
}

variable "log_group_arn" {
  type        = string
  description = "Without the \":*\" of its streams."
}

variable "ssm_prefix" {
  type = string
}

variable "time_zone" {
  type = string
}

variable "targets" {
  type    = list(string)
  default = []
}

variable "kms_key_arn" {
  type    = string
  default = null
}

variable "db_secret_arn" {
  type    = string
  default = null
}

variable "db_iam" {
  type    = object({ resource_id = string, user = string })
  default = null
}

variable "tags" {
  type    = string
  default = null
}

variable "object_lock" {
  type    = object({ days = number, mode = optional(string, "GOVERNANCE") })
  default = null
}

variable "legal_hold" {
  type    = bool
  default = false
}

variable "verify" {
  type    = bool
  default = false
}

variable "in_vpc" {
  type    = bool
  default = false
}

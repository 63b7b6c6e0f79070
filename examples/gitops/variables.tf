variable "group" {
  description = "Group whose integrations are managed: the name of a file in groups/, without .yaml"
  type        = string
}

# Secrets have no default: an apply without them must fail. A plan takes any value,
# because a new value with the same version is no change.
variable "slack_webhook" {
  description = "Incoming webhook of Slack"
  type        = string
  ephemeral   = true
}

variable "jira_password" {
  description = "API token or password of the Jira user"
  type        = string
  ephemeral   = true
}

variable "project" {
  description = "Full path of the project; null for a group"
  type        = string
  default     = null
}

variable "group" {
  description = "Full path of the group; null for a project"
  type        = string
  default     = null
}

# A setting that is left out has GitLab's default.
variable "integrations" {
  description = "Integrations to set up, with their settings"
  type = object({
    slack = optional(object({
      channel                      = optional(string)
      notify_only_broken_pipelines = optional(bool)
      branches_to_be_notified      = optional(string)
    }))
    jira = optional(object({
      url                      = string
      username                 = string
      comment_on_event_enabled = optional(bool)
    }))
    pipelines_email = optional(object({
      recipients                   = list(string)
      notify_only_broken_pipelines = optional(bool)
      branches_to_be_notified      = optional(string)
    }))
  })
}

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

variable "secret_versions" {
  description = "Versions of the secrets: a new value is sent when its version changes"
  type = object({
    slack_webhook = number
    jira_password = number
  })
}

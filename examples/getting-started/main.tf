terraform {
  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}

# The address and the token come from GITLAB_BASE_URL and GITLAB_TOKEN.
provider "gitlabintegrations" {}

variable "slack_webhook" {
  description = "Incoming webhook of Slack"
  type        = string
  ephemeral   = true
}

# The default of the group: its projects inherit it.
resource "gitlabintegrations_pipelines_email" "acme" {
  group      = "acme"
  recipients = "ops@example.com"
}

# A project with settings of its own.
resource "gitlabintegrations_slack" "web" {
  project                      = "acme/web"
  webhook_wo                   = var.slack_webhook
  channel                      = "acme-web"
  notify_only_broken_pipelines = false
}

terraform {
  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}

# The access token is in the environment variable GITLAB_TOKEN.
provider "gitlabintegrations" {
  base_url = "https://gitlab.example.com"
}

variable "slack_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_slack" "web" {
  project    = "acme/web"
  webhook_wo = var.slack_webhook
  channel    = "acme-web"
}

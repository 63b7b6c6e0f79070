variable "slack_webhook" {
  description = "Incoming webhook of Slack"
  type        = string
  ephemeral   = true
}

# This project may use Jira and Slack, and nothing else. The resource sets up neither.
resource "gitlabintegrations_exclusive" "web" {
  project      = "acme/web"
  integrations = ["jira", "slack"]
}

resource "gitlabintegrations_slack" "web" {
  project    = "acme/web"
  webhook_wo = var.slack_webhook
}

# This one may use nothing.
resource "gitlabintegrations_exclusive" "api" {
  project      = "acme/api"
  integrations = []
  allow_none   = true
}

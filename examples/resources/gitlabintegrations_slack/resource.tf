variable "slack_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_slack" "web" {
  project    = "acme/web"
  webhook_wo = var.slack_webhook
}

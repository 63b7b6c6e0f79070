variable "webex_teams_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_webex_teams" "web" {
  project    = "acme/web"
  webhook_wo = var.webex_teams_webhook
}

variable "microsoft_teams_webhook" {
  description = "Webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_microsoft_teams" "web" {
  project    = "acme/web"
  webhook_wo = var.microsoft_teams_webhook
}

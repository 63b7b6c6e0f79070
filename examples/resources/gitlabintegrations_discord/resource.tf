variable "discord_webhook" {
  description = "Webhook URL of the Discord channel"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_discord" "web" {
  project    = "acme/web"
  webhook_wo = var.discord_webhook
}

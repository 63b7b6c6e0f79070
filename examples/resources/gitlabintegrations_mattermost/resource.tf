variable "mattermost_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_mattermost" "web" {
  project    = "acme/web"
  webhook_wo = var.mattermost_webhook
}

variable "pumble_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_pumble" "web" {
  project    = "acme/web"
  webhook_wo = var.pumble_webhook
}

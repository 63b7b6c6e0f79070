variable "hangouts_chat_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_hangouts_chat" "web" {
  project    = "acme/web"
  webhook_wo = var.hangouts_chat_webhook
}

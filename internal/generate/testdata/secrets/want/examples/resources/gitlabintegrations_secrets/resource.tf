variable "secrets_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_secrets" "web" {
  project    = "acme/web"
  webhook_wo = var.secrets_webhook
}

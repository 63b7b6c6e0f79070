variable "secrets_webhook" {
  description = "Incoming webhook URL"
  type        = string
  sensitive   = true
}

variable "secrets_key" {
  description = "Signing key"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_secrets" "web" {
  project     = "acme/web"
  webhook     = var.secrets_webhook
  secrets_key = var.secrets_key
}

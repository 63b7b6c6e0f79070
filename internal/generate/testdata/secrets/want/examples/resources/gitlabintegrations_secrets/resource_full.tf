variable "secrets_key" {
  description = "Signing key"
  type        = string
  ephemeral   = true
}

variable "secrets_spare_token" {
  description = "Token that no example needs"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_secrets" "shop" {
  project        = "acme/shop"
  webhook_wo     = var.secrets_webhook
  secrets_key_wo = var.secrets_key
  spare_token_wo = var.secrets_spare_token
}

variable "telegram_token" {
  description = "Token of the bot that posts the messages"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_telegram" "web" {
  project  = "acme/web"
  token_wo = var.telegram_token
  room     = "@acme_web"
}

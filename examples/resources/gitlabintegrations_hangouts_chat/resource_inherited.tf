resource "gitlabintegrations_hangouts_chat" "acme" {
  group      = "acme"
  webhook_wo = var.hangouts_chat_webhook
}

resource "gitlabintegrations_hangouts_chat" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_hangouts_chat.acme]
}

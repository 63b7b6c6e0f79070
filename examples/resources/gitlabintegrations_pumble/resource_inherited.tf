resource "gitlabintegrations_pumble" "acme" {
  group      = "acme"
  webhook_wo = var.pumble_webhook
}

resource "gitlabintegrations_pumble" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_pumble.acme]
}

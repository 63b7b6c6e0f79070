resource "gitlabintegrations_secrets" "acme" {
  group      = "acme"
  webhook_wo = var.secrets_webhook
}

resource "gitlabintegrations_secrets" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_secrets.acme]
}

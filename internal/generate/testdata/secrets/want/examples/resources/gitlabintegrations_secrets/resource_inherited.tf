# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_secrets" "acme" {
  group          = "acme"
  webhook_wo     = var.secrets_webhook
  secrets_key_wo = var.secrets_key
}

resource "gitlabintegrations_secrets" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_secrets.acme]
}

resource "gitlabintegrations_mattermost" "acme" {
  group      = "acme"
  webhook_wo = var.mattermost_webhook
}

resource "gitlabintegrations_mattermost" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_mattermost.acme]
}

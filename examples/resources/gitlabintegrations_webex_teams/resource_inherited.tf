resource "gitlabintegrations_webex_teams" "acme" {
  group      = "acme"
  webhook_wo = var.webex_teams_webhook
}

resource "gitlabintegrations_webex_teams" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_webex_teams.acme]
}

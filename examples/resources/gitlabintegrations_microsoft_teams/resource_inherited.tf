resource "gitlabintegrations_microsoft_teams" "acme" {
  group      = "acme"
  webhook_wo = var.microsoft_teams_webhook
}

resource "gitlabintegrations_microsoft_teams" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_microsoft_teams.acme]
}

resource "gitlabintegrations_mattermost_slash_commands" "acme" {
  group    = "acme"
  token_wo = var.mattermost_slash_commands_token
}

resource "gitlabintegrations_mattermost_slash_commands" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_mattermost_slash_commands.acme]
}

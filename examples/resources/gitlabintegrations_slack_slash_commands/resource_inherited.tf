resource "gitlabintegrations_slack_slash_commands" "acme" {
  group    = "acme"
  token_wo = var.slack_slash_commands_token
}

resource "gitlabintegrations_slack_slash_commands" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_slack_slash_commands.acme]
}

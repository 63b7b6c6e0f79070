variable "mattermost_slash_commands_token" {
  description = "Token of the slash command"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_mattermost_slash_commands" "web" {
  project  = "acme/web"
  token_wo = var.mattermost_slash_commands_token
}

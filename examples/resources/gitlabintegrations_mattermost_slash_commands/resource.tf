variable "mattermost_slash_commands_token" {
  description = "Token of the slash command"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_mattermost_slash_commands" "web" {
  project = "acme/web"
  token   = var.mattermost_slash_commands_token
}

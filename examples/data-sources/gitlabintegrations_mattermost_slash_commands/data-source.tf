data "gitlabintegrations_mattermost_slash_commands" "web" {
  project = "acme/web"
}

output "mattermost_slash_commands_active" {
  value = data.gitlabintegrations_mattermost_slash_commands.web.active
}

data "gitlabintegrations_slack_slash_commands" "web" {
  project = "acme/web"
}

output "slack_slash_commands_active" {
  value = data.gitlabintegrations_slack_slash_commands.web.active
}

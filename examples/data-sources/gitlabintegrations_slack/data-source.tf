data "gitlabintegrations_slack" "web" {
  project = "acme/web"
}

output "slack_channel" {
  value = data.gitlabintegrations_slack.web.channel
}

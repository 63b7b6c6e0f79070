data "gitlabintegrations_gitlab_slack_application" "web" {
  project = "acme/web"
}

output "gitlab_slack_application_channel" {
  value = data.gitlabintegrations_gitlab_slack_application.web.channel
}

data "gitlabintegrations_webex_teams" "web" {
  project = "acme/web"
}

output "webex_teams_notify_only_broken_pipelines" {
  value = data.gitlabintegrations_webex_teams.web.notify_only_broken_pipelines
}

data "gitlabintegrations_microsoft_teams" "web" {
  project = "acme/web"
}

output "microsoft_teams_notify_only_broken_pipelines" {
  value = data.gitlabintegrations_microsoft_teams.web.notify_only_broken_pipelines
}

data "gitlabintegrations_custom_issue_tracker" "web" {
  project = "acme/web"
}

output "custom_issue_tracker_project_url" {
  value = data.gitlabintegrations_custom_issue_tracker.web.project_url
}

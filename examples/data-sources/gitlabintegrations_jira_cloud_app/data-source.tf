data "gitlabintegrations_jira_cloud_app" "web" {
  project = "acme/web"
}

output "jira_cloud_app_service_ids" {
  value = data.gitlabintegrations_jira_cloud_app.web.jira_cloud_app_service_ids
}

resource "gitlabintegrations_jira_cloud_app" "web" {
  project = "acme/web"
}

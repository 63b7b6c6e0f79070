resource "gitlabintegrations_gitlab_slack_application" "web" {
  project = "acme/web"
}

resource "gitlabintegrations_jira_cloud_app" "acme" {
  group = "acme"
}

resource "gitlabintegrations_jira_cloud_app" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_jira_cloud_app.acme]
}

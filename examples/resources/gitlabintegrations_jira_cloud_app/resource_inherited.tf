# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_jira_cloud_app" "acme" {
  group                                         = "acme"
  jira_cloud_app_service_ids                    = "b:YXJp:c2Vydmlj,b:YXJp:b3RoZXI"
  jira_cloud_app_enable_deployment_gating       = true
  jira_cloud_app_deployment_gating_environments = "production,staging"
}

resource "gitlabintegrations_jira_cloud_app" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_jira_cloud_app.acme]
}

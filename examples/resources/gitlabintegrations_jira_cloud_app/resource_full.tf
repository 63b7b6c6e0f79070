resource "gitlabintegrations_jira_cloud_app" "shop" {
  project                                       = "acme/shop"
  jira_cloud_app_service_ids                    = "b:YXJp:c2Vydmlj,b:YXJp:b3RoZXI"
  jira_cloud_app_enable_deployment_gating       = true
  jira_cloud_app_deployment_gating_environments = "production,staging"
}

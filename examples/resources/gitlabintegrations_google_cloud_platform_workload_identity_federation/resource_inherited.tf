resource "gitlabintegrations_google_cloud_platform_workload_identity_federation" "acme" {
  group                                       = "acme"
  workload_identity_federation_project_id     = "acme-web-123456"
  workload_identity_federation_project_number = 123456789012
  workload_identity_pool_id                   = "gitlab-pool"
  workload_identity_pool_provider_id          = "gitlab-provider"
}

resource "gitlabintegrations_google_cloud_platform_workload_identity_federation" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_google_cloud_platform_workload_identity_federation.acme]
}

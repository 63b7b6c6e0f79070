resource "gitlabintegrations_google_cloud_platform_workload_identity_federation" "shop" {
  project                                     = "acme/shop"
  workload_identity_federation_project_id     = "acme-web-123456"
  workload_identity_federation_project_number = 123456789012
  workload_identity_pool_id                   = "gitlab-pool"
  workload_identity_pool_provider_id          = "gitlab-provider"
}

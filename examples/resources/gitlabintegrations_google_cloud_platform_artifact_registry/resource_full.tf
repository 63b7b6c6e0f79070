resource "gitlabintegrations_google_cloud_platform_artifact_registry" "shop" {
  project                        = "acme/shop"
  artifact_registry_project_id   = "acme-web-123456"
  artifact_registry_repositories = "web-images"
  artifact_registry_location     = "europe-west1"
}

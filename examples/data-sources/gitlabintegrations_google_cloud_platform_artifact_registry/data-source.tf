data "gitlabintegrations_google_cloud_platform_artifact_registry" "web" {
  project = "acme/web"
}

output "google_cloud_platform_artifact_registry_project_id" {
  value = data.gitlabintegrations_google_cloud_platform_artifact_registry.web.artifact_registry_project_id
}

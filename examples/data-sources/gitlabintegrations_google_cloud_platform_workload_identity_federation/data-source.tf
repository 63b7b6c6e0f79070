data "gitlabintegrations_google_cloud_platform_workload_identity_federation" "web" {
  project = "acme/web"
}

output "google_cloud_platform_workload_identity_federation_project_id" {
  value = data.gitlabintegrations_google_cloud_platform_workload_identity_federation.web.workload_identity_federation_project_id
}

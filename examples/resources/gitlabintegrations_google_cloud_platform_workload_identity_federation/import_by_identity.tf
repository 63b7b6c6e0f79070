import {
  to = gitlabintegrations_google_cloud_platform_workload_identity_federation.web
  identity = {
    project = "acme/web"
  }
}

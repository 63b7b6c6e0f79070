import {
  to = gitlabintegrations_google_cloud_platform_artifact_registry.web
  identity = {
    project = "acme/web"
  }
}

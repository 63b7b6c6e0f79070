list "gitlabintegrations_google_cloud_platform_artifact_registry" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

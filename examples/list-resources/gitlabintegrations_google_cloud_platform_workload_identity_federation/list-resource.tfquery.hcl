list "gitlabintegrations_google_cloud_platform_workload_identity_federation" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

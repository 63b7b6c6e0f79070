list "gitlabintegrations_jira_cloud_app" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

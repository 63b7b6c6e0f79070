list "gitlabintegrations_gitlab_slack_application" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

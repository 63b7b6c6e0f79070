list "gitlabintegrations_custom_issue_tracker" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

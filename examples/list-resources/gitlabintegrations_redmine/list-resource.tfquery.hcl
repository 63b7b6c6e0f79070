list "gitlabintegrations_redmine" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

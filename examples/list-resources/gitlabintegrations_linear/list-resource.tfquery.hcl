list "gitlabintegrations_linear" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

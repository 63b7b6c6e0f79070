list "gitlabintegrations_confluence" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

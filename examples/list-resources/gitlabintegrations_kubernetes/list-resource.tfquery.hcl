list "gitlabintegrations_kubernetes" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

list "gitlabintegrations_external_wiki" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

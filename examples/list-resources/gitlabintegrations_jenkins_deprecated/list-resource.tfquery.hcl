list "gitlabintegrations_jenkins_deprecated" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

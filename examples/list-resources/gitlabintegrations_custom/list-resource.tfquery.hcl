# Integrations that have no resource of their own.
list "gitlabintegrations_custom" "others" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

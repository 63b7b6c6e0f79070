# All integrations, with the type of the resource for each.
list "gitlabintegrations_custom" "overview" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group     = "acme"
    all_slugs = true
  }
}

# What there is, and which resource suits each.
list "gitlabintegrations_custom" "overview" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group     = "acme"
    all_slugs = true
  }
}

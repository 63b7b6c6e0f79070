# What has no resource of its own.
list "gitlabintegrations_custom" "others" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

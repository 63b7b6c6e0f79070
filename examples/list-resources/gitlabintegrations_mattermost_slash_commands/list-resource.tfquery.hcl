list "gitlabintegrations_mattermost_slash_commands" "all" {
  provider = gitlabintegrations
  limit    = 1000

  config {
    group = "acme"
  }
}

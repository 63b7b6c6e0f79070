resource "gitlabintegrations_group_only" "tools" {
  group = "acme/tools"
  url   = "https://tracker.example.com"
}

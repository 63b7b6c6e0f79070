resource "gitlabintegrations_group_only" "acme" {
  group = "acme"
  url   = "https://tracker.example.com"
}

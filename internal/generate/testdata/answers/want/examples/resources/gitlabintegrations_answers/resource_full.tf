resource "gitlabintegrations_answers" "shop" {
  project         = "acme/shop"
  server_url      = "https://ci.example.com"
  branch_regex    = "^main$"
  statuses        = "Ready,Done"
  issue_channel   = "issues"
  private_channel = "private"
  push_events     = true
  quiet           = true
  verify          = true
}

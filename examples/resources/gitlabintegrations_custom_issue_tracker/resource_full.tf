resource "gitlabintegrations_custom_issue_tracker" "shop" {
  project       = "acme/shop"
  project_url   = "https://issues.example.com/web"
  issues_url    = "https://issues.example.com/web/issues/:id"
  new_issue_url = "https://issues.example.com/web/issues/new"
  push_events   = true
}

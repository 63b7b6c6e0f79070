resource "gitlabintegrations_custom_issue_tracker" "web" {
  project       = "acme/web"
  project_url   = "https://issues.example.com/web"
  issues_url    = "https://issues.example.com/web/issues/:id"
  new_issue_url = "https://issues.example.com/web/issues/new"
}

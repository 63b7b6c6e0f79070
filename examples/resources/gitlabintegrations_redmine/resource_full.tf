resource "gitlabintegrations_redmine" "shop" {
  project       = "acme/shop"
  project_url   = "https://redmine.example.com/projects/web"
  issues_url    = "https://redmine.example.com/issues/:id"
  new_issue_url = "https://redmine.example.com/projects/web/issues/new"
  push_events   = true
}

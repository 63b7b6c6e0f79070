resource "gitlabintegrations_redmine" "web" {
  project       = "acme/web"
  project_url   = "https://redmine.example.com/projects/web"
  issues_url    = "https://redmine.example.com/issues/:id"
  new_issue_url = "https://redmine.example.com/projects/web/issues/new"
}

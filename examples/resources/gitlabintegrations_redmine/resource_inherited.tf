resource "gitlabintegrations_redmine" "acme" {
  group         = "acme"
  project_url   = "https://redmine.example.com/projects/web"
  issues_url    = "https://redmine.example.com/issues/:id"
  new_issue_url = "https://redmine.example.com/projects/web/issues/new"
}

resource "gitlabintegrations_redmine" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_redmine.acme]
}

resource "gitlabintegrations_custom_issue_tracker" "acme" {
  group         = "acme"
  project_url   = "https://issues.example.com/web"
  issues_url    = "https://issues.example.com/web/issues/:id"
  new_issue_url = "https://issues.example.com/web/issues/new"
}

resource "gitlabintegrations_custom_issue_tracker" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_custom_issue_tracker.acme]
}

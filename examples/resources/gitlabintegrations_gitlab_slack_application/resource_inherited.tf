resource "gitlabintegrations_gitlab_slack_application" "acme" {
  group = "acme"
}

resource "gitlabintegrations_gitlab_slack_application" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_gitlab_slack_application.acme]
}

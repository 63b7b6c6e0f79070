resource "gitlabintegrations_jira" "acme" {
  group       = "acme"
  url         = "https://jira.example.com"
  username    = "gitlab@example.com"
  password_wo = var.jira_password
}

resource "gitlabintegrations_jira" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_jira.acme]
}

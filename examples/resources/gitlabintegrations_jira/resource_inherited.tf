# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_jira" "acme" {
  group                    = "acme"
  url                      = "https://jira.example.com"
  username                 = "gitlab@example.com"
  password_wo              = var.jira_password
  jira_issue_regex         = "[A-Z]+-\\d+"
  issues_enabled           = true
  project_keys             = ["ACME", "WEB"]
  comment_on_event_enabled = false
}

resource "gitlabintegrations_jira" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_jira.acme]
}

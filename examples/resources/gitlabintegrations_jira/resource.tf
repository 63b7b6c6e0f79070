variable "jira_password" {
  description = "API token of the user for Jira Cloud"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_jira" "web" {
  project                  = "acme/web"
  url                      = "https://jira.example.com"
  username                 = "gitlab@example.com"
  password_wo              = var.jira_password
  jira_issue_regex         = "[A-Z]+-\\d+"
  issues_enabled           = true
  project_keys             = ["ACME", "WEB"]
  comment_on_event_enabled = false
}

resource "gitlabintegrations_jira" "shop" {
  project                         = "acme/shop"
  url                             = "https://jira.example.com"
  api_url                         = "https://jira-api.example.com"
  jira_auth_type                  = 0
  username                        = "gitlab@example.com"
  password_wo                     = var.jira_password
  jira_issue_regex                = "[A-Z]+-\\d+"
  jira_issue_prefix               = "JIRA#"
  jira_issue_transition_id        = "31,41"
  issues_enabled                  = true
  project_keys                    = ["ACME", "WEB"]
  vulnerabilities_enabled         = false
  vulnerabilities_issuetype       = 10001
  project_key                     = "ACME"
  customize_jira_issue_enabled    = false
  jira_check_enabled              = false
  jira_exists_check_enabled       = false
  jira_assignee_check_enabled     = false
  jira_status_check_enabled       = false
  jira_allowed_statuses_as_string = "Ready,In Progress"
  comment_on_event_enabled        = false
  commit_events                   = true
  merge_requests_events           = true
}

variable "jira_password" {
  description = "API token of the user for Jira Cloud"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_jira" "web" {
  project     = "acme/web"
  url         = "https://jira.example.com"
  username    = "gitlab@example.com"
  password_wo = var.jira_password
}

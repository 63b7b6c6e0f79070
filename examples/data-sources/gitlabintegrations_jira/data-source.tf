data "gitlabintegrations_jira" "web" {
  project = "acme/web"
}

output "jira_url" {
  value = data.gitlabintegrations_jira.web.url
}

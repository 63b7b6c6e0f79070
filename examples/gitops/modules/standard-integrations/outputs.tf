output "ids" {
  description = "IDs of the integrations that were set up, by integration"
  value = {
    slack           = one(gitlabintegrations_slack.this[*].id)
    jira            = one(gitlabintegrations_jira.this[*].id)
    pipelines_email = one(gitlabintegrations_pipelines_email.this[*].id)
  }
}

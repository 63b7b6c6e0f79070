resource "gitlabintegrations_slack" "this" {
  count = var.integrations.slack == null ? 0 : 1

  project                      = var.project
  group                        = var.group
  webhook_wo                   = var.slack_webhook
  webhook_wo_version           = var.secret_versions.slack_webhook
  channel                      = var.integrations.slack.channel
  notify_only_broken_pipelines = var.integrations.slack.notify_only_broken_pipelines
  branches_to_be_notified      = var.integrations.slack.branches_to_be_notified
}

resource "gitlabintegrations_jira" "this" {
  count = var.integrations.jira == null ? 0 : 1

  project                  = var.project
  group                    = var.group
  url                      = var.integrations.jira.url
  username                 = var.integrations.jira.username
  password_wo              = var.jira_password
  password_wo_version      = var.secret_versions.jira_password
  comment_on_event_enabled = var.integrations.jira.comment_on_event_enabled
}

resource "gitlabintegrations_pipelines_email" "this" {
  count = var.integrations.pipelines_email == null ? 0 : 1

  project                      = var.project
  group                        = var.group
  recipients                   = join(",", var.integrations.pipelines_email.recipients)
  notify_only_broken_pipelines = var.integrations.pipelines_email.notify_only_broken_pipelines
  branches_to_be_notified      = var.integrations.pipelines_email.branches_to_be_notified
}

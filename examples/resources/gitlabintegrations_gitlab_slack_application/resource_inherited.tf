# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_gitlab_slack_application" "acme" {
  group                   = "acme"
  channel                 = "acme-web"
  branches_to_be_notified = "protected"
  pipeline_channel        = "acme-web-builds"
  merge_requests_events   = true
  pipeline_events         = true
}

resource "gitlabintegrations_gitlab_slack_application" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_gitlab_slack_application.acme]
}

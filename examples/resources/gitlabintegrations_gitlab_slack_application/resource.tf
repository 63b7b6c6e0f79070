resource "gitlabintegrations_gitlab_slack_application" "web" {
  project                 = "acme/web"
  channel                 = "acme-web"
  branches_to_be_notified = "protected"
  pipeline_channel        = "acme-web-builds"
  merge_requests_events   = true
  pipeline_events         = true
}

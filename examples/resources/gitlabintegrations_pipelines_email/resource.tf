resource "gitlabintegrations_pipelines_email" "web" {
  project                      = "acme/web"
  recipients                   = "dev@example.com,ops@example.com"
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
}

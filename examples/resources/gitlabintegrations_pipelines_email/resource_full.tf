resource "gitlabintegrations_pipelines_email" "shop" {
  project                                  = "acme/shop"
  recipients                               = "dev@example.com,ops@example.com"
  notify_only_broken_pipelines             = false
  notify_only_when_pipeline_status_changes = false
  branches_to_be_notified                  = "protected"
  pipeline_events                          = true
  notify_child_pipelines                   = true
}

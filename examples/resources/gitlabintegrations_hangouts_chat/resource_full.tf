resource "gitlabintegrations_hangouts_chat" "shop" {
  project                                  = "acme/shop"
  webhook_wo                               = var.hangouts_chat_webhook
  notify_only_broken_pipelines             = false
  notify_only_when_pipeline_status_changes = false
  branches_to_be_notified                  = "protected"
  push_events                              = true
  issues_events                            = true
  confidential_issues_events               = false
  merge_requests_events                    = true
  note_events                              = true
  confidential_note_events                 = false
  tag_push_events                          = true
  pipeline_events                          = true
  wiki_page_events                         = false
}

# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_hangouts_chat" "acme" {
  group                        = "acme"
  webhook_wo                   = var.hangouts_chat_webhook
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

resource "gitlabintegrations_hangouts_chat" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_hangouts_chat.acme]
}

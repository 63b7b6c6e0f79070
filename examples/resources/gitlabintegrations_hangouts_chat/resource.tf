variable "hangouts_chat_webhook" {
  description = "Incoming webhook URL"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_hangouts_chat" "web" {
  project                      = "acme/web"
  webhook                      = var.hangouts_chat_webhook
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

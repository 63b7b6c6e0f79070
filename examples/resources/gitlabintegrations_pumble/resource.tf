variable "pumble_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_pumble" "web" {
  project                      = "acme/web"
  webhook_wo                   = var.pumble_webhook
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

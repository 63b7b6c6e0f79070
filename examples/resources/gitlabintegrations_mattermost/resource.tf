variable "mattermost_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_mattermost" "web" {
  project                      = "acme/web"
  webhook_wo                   = var.mattermost_webhook
  channel                      = "acme-web"
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  pipeline_channel             = "acme-web-builds"
  wiki_page_events             = false
}

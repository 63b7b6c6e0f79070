variable "webex_teams_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_webex_teams" "web" {
  project                      = "acme/web"
  webhook_wo                   = var.webex_teams_webhook
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

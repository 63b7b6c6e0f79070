variable "telegram_token" {
  description = "Token of the bot that posts the messages"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_telegram" "web" {
  project                      = "acme/web"
  token_wo                     = var.telegram_token
  room                         = "@acme_web"
  thread                       = 12
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

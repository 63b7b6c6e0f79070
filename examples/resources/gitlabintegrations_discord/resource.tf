variable "discord_webhook" {
  description = "Webhook URL of the Discord channel"
  type        = string
  ephemeral   = true
}

variable "discord_pipeline_channel" {
  description = "Webhook URL of the Discord channel that gets messages about pipelines instead of the channel of `webhook`"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_discord" "web" {
  project                      = "acme/web"
  webhook_wo                   = var.discord_webhook
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  pipeline_channel_wo          = var.discord_pipeline_channel
  wiki_page_events             = false
}

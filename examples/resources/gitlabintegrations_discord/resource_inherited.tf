# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_discord" "acme" {
  group                        = "acme"
  webhook_wo                   = var.discord_webhook
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  pipeline_channel_wo          = var.discord_pipeline_channel
  wiki_page_events             = false
}

resource "gitlabintegrations_discord" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_discord.acme]
}

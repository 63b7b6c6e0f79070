# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_mattermost" "acme" {
  group                        = "acme"
  webhook_wo                   = var.mattermost_webhook
  channel                      = "acme-web"
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  pipeline_channel             = "acme-web-builds"
  wiki_page_events             = false
}

resource "gitlabintegrations_mattermost" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_mattermost.acme]
}

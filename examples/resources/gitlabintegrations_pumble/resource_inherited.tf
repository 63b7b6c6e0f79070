# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_pumble" "acme" {
  group                        = "acme"
  webhook_wo                   = var.pumble_webhook
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

resource "gitlabintegrations_pumble" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_pumble.acme]
}

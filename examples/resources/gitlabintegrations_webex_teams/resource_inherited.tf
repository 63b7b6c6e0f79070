# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_webex_teams" "acme" {
  group                        = "acme"
  webhook_wo                   = var.webex_teams_webhook
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

resource "gitlabintegrations_webex_teams" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_webex_teams.acme]
}

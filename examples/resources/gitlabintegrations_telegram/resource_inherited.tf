# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_telegram" "acme" {
  group                        = "acme"
  token_wo                     = var.telegram_token
  room                         = "@acme_web"
  thread                       = 12
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

resource "gitlabintegrations_telegram" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_telegram.acme]
}

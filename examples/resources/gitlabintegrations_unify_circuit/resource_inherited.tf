# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_unify_circuit" "acme" {
  group                        = "acme"
  webhook_wo                   = var.unify_circuit_webhook
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

resource "gitlabintegrations_unify_circuit" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_unify_circuit.acme]
}

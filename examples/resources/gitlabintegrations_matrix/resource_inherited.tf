# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_matrix" "acme" {
  group                        = "acme"
  hostname                     = "https://matrix.example.com"
  token_wo                     = var.matrix_token
  room                         = "!abcdefghijklmnop:example.com"
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

resource "gitlabintegrations_matrix" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_matrix.acme]
}

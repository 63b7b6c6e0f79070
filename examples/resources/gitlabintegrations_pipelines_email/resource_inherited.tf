# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_pipelines_email" "acme" {
  group                        = "acme"
  recipients                   = "dev@example.com,ops@example.com"
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
}

resource "gitlabintegrations_pipelines_email" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_pipelines_email.acme]
}

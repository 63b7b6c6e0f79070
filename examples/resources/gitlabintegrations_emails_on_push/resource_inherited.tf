# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_emails_on_push" "acme" {
  group                   = "acme"
  disable_diffs           = true
  branches_to_be_notified = "default_and_protected"
  recipients              = "dev@example.com ops@example.com"
}

resource "gitlabintegrations_emails_on_push" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_emails_on_push.acme]
}

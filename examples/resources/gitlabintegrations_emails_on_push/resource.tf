resource "gitlabintegrations_emails_on_push" "web" {
  project                 = "acme/web"
  disable_diffs           = true
  branches_to_be_notified = "default_and_protected"
  recipients              = "dev@example.com ops@example.com"
}

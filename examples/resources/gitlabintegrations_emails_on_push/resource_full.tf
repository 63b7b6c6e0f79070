resource "gitlabintegrations_emails_on_push" "shop" {
  project                   = "acme/shop"
  send_from_committer_email = true
  disable_diffs             = true
  branches_to_be_notified   = "default_and_protected"
  recipients                = "dev@example.com ops@example.com"
  push_events               = true
  tag_push_events           = true
}

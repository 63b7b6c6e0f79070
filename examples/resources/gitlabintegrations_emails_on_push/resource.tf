resource "gitlabintegrations_emails_on_push" "web" {
  project    = "acme/web"
  recipients = "dev@example.com ops@example.com"
}

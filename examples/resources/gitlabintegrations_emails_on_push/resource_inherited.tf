resource "gitlabintegrations_emails_on_push" "acme" {
  group      = "acme"
  recipients = "dev@example.com ops@example.com"
}

resource "gitlabintegrations_emails_on_push" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_emails_on_push.acme]
}

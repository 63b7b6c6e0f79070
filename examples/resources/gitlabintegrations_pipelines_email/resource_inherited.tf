resource "gitlabintegrations_pipelines_email" "acme" {
  group      = "acme"
  recipients = "dev@example.com,ops@example.com"
}

resource "gitlabintegrations_pipelines_email" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_pipelines_email.acme]
}

resource "gitlabintegrations_pipelines_email" "web" {
  project    = "acme/web"
  recipients = "dev@example.com,ops@example.com"
}

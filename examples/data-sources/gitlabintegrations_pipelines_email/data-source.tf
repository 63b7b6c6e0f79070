data "gitlabintegrations_pipelines_email" "web" {
  project = "acme/web"
}

output "pipelines_email_recipients" {
  value = data.gitlabintegrations_pipelines_email.web.recipients
}

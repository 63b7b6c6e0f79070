data "gitlabintegrations_secrets" "web" {
  project = "acme/web"
}

output "secrets_active" {
  value = data.gitlabintegrations_secrets.web.active
}

data "gitlabintegrations_active" "web" {
  project = "acme/web"
}

output "active_integrations" {
  value = data.gitlabintegrations_active.web.integrations[*].slug
}

data "gitlabintegrations_active" "web" {
  project = "acme/web"
}

output "active_integrations" {
  value = [for integration in data.gitlabintegrations_active.web.integrations : integration.slug]
}

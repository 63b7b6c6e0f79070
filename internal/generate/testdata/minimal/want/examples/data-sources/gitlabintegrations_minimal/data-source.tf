data "gitlabintegrations_minimal" "web" {
  project = "acme/web"
}

output "minimal_active" {
  value = data.gitlabintegrations_minimal.web.active
}

data "gitlabintegrations_assembla" "web" {
  project = "acme/web"
}

output "assembla_subdomain" {
  value = data.gitlabintegrations_assembla.web.subdomain
}

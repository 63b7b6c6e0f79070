data "gitlabintegrations_campfire" "web" {
  project = "acme/web"
}

output "campfire_subdomain" {
  value = data.gitlabintegrations_campfire.web.subdomain
}

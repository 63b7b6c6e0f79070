data "gitlabintegrations_gemnasium" "web" {
  project = "acme/web"
}

output "gemnasium_active" {
  value = data.gitlabintegrations_gemnasium.web.active
}

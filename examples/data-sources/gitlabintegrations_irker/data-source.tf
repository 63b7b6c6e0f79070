data "gitlabintegrations_irker" "web" {
  project = "acme/web"
}

output "irker_server_host" {
  value = data.gitlabintegrations_irker.web.server_host
}

data "gitlabintegrations_flowdock" "web" {
  project = "acme/web"
}

output "flowdock_active" {
  value = data.gitlabintegrations_flowdock.web.active
}

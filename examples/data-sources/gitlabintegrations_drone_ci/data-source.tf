data "gitlabintegrations_drone_ci" "web" {
  project = "acme/web"
}

output "drone_url" {
  value = data.gitlabintegrations_drone_ci.web.drone_url
}

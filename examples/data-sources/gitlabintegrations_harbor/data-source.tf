data "gitlabintegrations_harbor" "web" {
  project = "acme/web"
}

output "harbor_url" {
  value = data.gitlabintegrations_harbor.web.url
}

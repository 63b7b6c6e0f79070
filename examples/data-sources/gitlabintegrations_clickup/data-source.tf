data "gitlabintegrations_clickup" "web" {
  project = "acme/web"
}

output "clickup_project_url" {
  value = data.gitlabintegrations_clickup.web.project_url
}

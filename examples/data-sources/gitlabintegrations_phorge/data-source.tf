data "gitlabintegrations_phorge" "web" {
  project = "acme/web"
}

output "phorge_project_url" {
  value = data.gitlabintegrations_phorge.web.project_url
}

data "gitlabintegrations_ewm" "web" {
  project = "acme/web"
}

output "ewm_project_url" {
  value = data.gitlabintegrations_ewm.web.project_url
}

data "gitlabintegrations_youtrack" "web" {
  project = "acme/web"
}

output "youtrack_project_url" {
  value = data.gitlabintegrations_youtrack.web.project_url
}

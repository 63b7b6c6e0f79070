data "gitlabintegrations_redmine" "web" {
  project = "acme/web"
}

output "redmine_project_url" {
  value = data.gitlabintegrations_redmine.web.project_url
}

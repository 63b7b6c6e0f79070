data "gitlabintegrations_bugzilla" "web" {
  project = "acme/web"
}

output "bugzilla_project_url" {
  value = data.gitlabintegrations_bugzilla.web.project_url
}

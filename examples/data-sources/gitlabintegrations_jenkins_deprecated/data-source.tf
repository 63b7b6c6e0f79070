data "gitlabintegrations_jenkins_deprecated" "web" {
  project = "acme/web"
}

output "jenkins_deprecated_project_url" {
  value = data.gitlabintegrations_jenkins_deprecated.web.project_url
}

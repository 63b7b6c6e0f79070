data "gitlabintegrations_jenkins" "web" {
  project = "acme/web"
}

output "jenkins_url" {
  value = data.gitlabintegrations_jenkins.web.jenkins_url
}

resource "gitlabintegrations_jenkins_deprecated" "web" {
  project     = "acme/web"
  project_url = "https://jenkins.example.com/job/acme-web/"
}

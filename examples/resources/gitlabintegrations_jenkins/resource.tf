resource "gitlabintegrations_jenkins" "web" {
  project      = "acme/web"
  jenkins_url  = "https://jenkins.example.com"
  project_name = "acme_web"
}

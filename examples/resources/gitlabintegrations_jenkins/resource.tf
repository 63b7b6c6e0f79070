variable "jenkins_password" {
  description = "Password or API token of that user"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_jenkins" "web" {
  project               = "acme/web"
  jenkins_url           = "https://jenkins.example.com"
  project_name          = "acme_web"
  username              = "gitlab"
  password_wo           = var.jenkins_password
  merge_requests_events = true
}

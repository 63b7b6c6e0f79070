variable "jenkins_password" {
  description = "Password or API token of the Jenkins user"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_jenkins" "shop" {
  project                 = "acme/shop"
  enable_ssl_verification = true
  jenkins_url             = "https://jenkins.example.com"
  project_name            = "acme_web"
  username                = "gitlab"
  password_wo             = var.jenkins_password
  push_events             = true
  merge_requests_events   = true
  tag_push_events         = false
}

resource "gitlabintegrations_jenkins_deprecated" "shop" {
  project               = "acme/shop"
  project_url           = "https://jenkins.example.com/job/acme-web/"
  multiproject_enabled  = true
  pass_unstable         = true
  push_events           = true
  merge_requests_events = true
  tag_push_events       = true
}

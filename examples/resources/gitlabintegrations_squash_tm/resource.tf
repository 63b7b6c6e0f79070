resource "gitlabintegrations_squash_tm" "web" {
  project = "acme/web"
  url     = "https://squash.example.com/squash/plugin/xsquash4gitlab/webhook/issue"
}

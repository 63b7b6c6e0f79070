data "gitlabintegrations_squash_tm" "web" {
  project = "acme/web"
}

output "squash_tm_url" {
  value = data.gitlabintegrations_squash_tm.web.url
}

data "gitlabintegrations_teamcity" "web" {
  project = "acme/web"
}

output "teamcity_url" {
  value = data.gitlabintegrations_teamcity.web.teamcity_url
}

data "gitlabintegrations_asana" "web" {
  project = "acme/web"
}

output "asana_restrict_to_branch" {
  value = data.gitlabintegrations_asana.web.restrict_to_branch
}

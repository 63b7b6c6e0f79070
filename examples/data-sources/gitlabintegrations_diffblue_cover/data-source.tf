data "gitlabintegrations_diffblue_cover" "web" {
  project = "acme/web"
}

output "diffblue_access_token_name" {
  value = data.gitlabintegrations_diffblue_cover.web.diffblue_access_token_name
}

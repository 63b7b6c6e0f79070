data "gitlabintegrations_confluence" "web" {
  project = "acme/web"
}

output "confluence_url" {
  value = data.gitlabintegrations_confluence.web.confluence_url
}

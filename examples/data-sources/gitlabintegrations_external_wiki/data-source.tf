data "gitlabintegrations_external_wiki" "web" {
  project = "acme/web"
}

output "external_wiki_url" {
  value = data.gitlabintegrations_external_wiki.web.external_wiki_url
}

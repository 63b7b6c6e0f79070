resource "gitlabintegrations_confluence" "web" {
  project        = "acme/web"
  confluence_url = "https://acme.atlassian.net/wiki"
}

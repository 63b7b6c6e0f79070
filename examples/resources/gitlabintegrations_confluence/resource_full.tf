resource "gitlabintegrations_confluence" "shop" {
  project        = "acme/shop"
  confluence_url = "https://acme.atlassian.net/wiki"
}

resource "gitlabintegrations_external_wiki" "web" {
  project           = "acme/web"
  external_wiki_url = "https://wiki.example.com/acme/web"
}

resource "gitlabintegrations_external_wiki" "shop" {
  project           = "acme/shop"
  external_wiki_url = "https://wiki.example.com/acme/web"
}

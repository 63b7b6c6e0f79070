resource "gitlabintegrations_external_wiki" "acme" {
  group             = "acme"
  external_wiki_url = "https://wiki.example.com/acme/web"
}

resource "gitlabintegrations_external_wiki" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_external_wiki.acme]
}

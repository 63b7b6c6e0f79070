resource "gitlabintegrations_confluence" "acme" {
  group          = "acme"
  confluence_url = "https://acme.atlassian.net/wiki"
}

resource "gitlabintegrations_confluence" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_confluence.acme]
}

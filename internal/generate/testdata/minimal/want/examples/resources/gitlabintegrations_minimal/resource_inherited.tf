resource "gitlabintegrations_minimal" "acme" {
  group = "acme"
}

resource "gitlabintegrations_minimal" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_minimal.acme]
}

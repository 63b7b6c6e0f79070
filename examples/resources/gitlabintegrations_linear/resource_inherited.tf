resource "gitlabintegrations_linear" "acme" {
  group         = "acme"
  workspace_url = "https://linear.app/acme"
}

resource "gitlabintegrations_linear" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_linear.acme]
}

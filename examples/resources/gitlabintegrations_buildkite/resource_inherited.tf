resource "gitlabintegrations_buildkite" "acme" {
  group       = "acme"
  project_url = "https://buildkite.com/acme/web"
  token_wo    = var.buildkite_token
}

resource "gitlabintegrations_buildkite" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_buildkite.acme]
}

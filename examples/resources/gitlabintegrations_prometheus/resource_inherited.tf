resource "gitlabintegrations_prometheus" "acme" {
  group   = "acme"
  api_url = "https://prometheus.example.com"
}

resource "gitlabintegrations_prometheus" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_prometheus.acme]
}

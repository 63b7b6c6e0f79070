# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_prometheus" "acme" {
  group                = "acme"
  api_url              = "https://prometheus.example.com"
  manual_configuration = true
}

resource "gitlabintegrations_prometheus" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_prometheus.acme]
}

# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_packagist" "acme" {
  group                 = "acme"
  username              = "acme"
  token_wo              = var.packagist_token
  server                = "https://packagist.example.com"
  merge_requests_events = false
}

resource "gitlabintegrations_packagist" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_packagist.acme]
}

# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_campfire" "acme" {
  group     = "acme"
  token_wo  = var.campfire_token
  subdomain = "acme"
  room      = "123456"
}

resource "gitlabintegrations_campfire" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_campfire.acme]
}

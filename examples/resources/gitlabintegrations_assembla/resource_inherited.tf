# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_assembla" "acme" {
  group     = "acme"
  token_wo  = var.assembla_token
  subdomain = "acme"
}

resource "gitlabintegrations_assembla" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_assembla.acme]
}

# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_asana" "acme" {
  group              = "acme"
  api_key_wo         = var.asana_api_key
  restrict_to_branch = "main,production"
}

resource "gitlabintegrations_asana" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_asana.acme]
}

resource "gitlabintegrations_pivotaltracker" "acme" {
  group    = "acme"
  token_wo = var.pivotaltracker_token
}

resource "gitlabintegrations_pivotaltracker" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_pivotaltracker.acme]
}

# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_pivotaltracker" "acme" {
  group              = "acme"
  token_wo           = var.pivotaltracker_token
  restrict_to_branch = "main,production"
}

resource "gitlabintegrations_pivotaltracker" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_pivotaltracker.acme]
}

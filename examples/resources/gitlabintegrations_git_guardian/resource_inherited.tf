resource "gitlabintegrations_git_guardian" "acme" {
  group    = "acme"
  token_wo = var.git_guardian_token
}

resource "gitlabintegrations_git_guardian" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_git_guardian.acme]
}

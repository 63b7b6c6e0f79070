resource "gitlabintegrations_matrix" "acme" {
  group    = "acme"
  token_wo = var.matrix_token
  room     = "!abcdefghijklmnop:example.com"
}

resource "gitlabintegrations_matrix" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_matrix.acme]
}

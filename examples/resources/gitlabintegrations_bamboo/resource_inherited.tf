resource "gitlabintegrations_bamboo" "acme" {
  group        = "acme"
  bamboo_url   = "https://bamboo.example.com"
  build_key_wo = var.bamboo_build_key
  username     = "gitlab"
  password_wo  = var.bamboo_password
}

resource "gitlabintegrations_bamboo" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_bamboo.acme]
}

resource "gitlabintegrations_bamboo" "shop" {
  project                 = "acme/shop"
  enable_ssl_verification = true
  bamboo_url              = "https://bamboo.example.com"
  build_key_wo            = var.bamboo_build_key
  username                = "gitlab"
  password_wo             = var.bamboo_password
  push_events             = true
}

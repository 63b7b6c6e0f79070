resource "gitlabintegrations_diffblue_cover" "shop" {
  project                         = "acme/shop"
  diffblue_license_key_wo         = var.diffblue_license_key
  diffblue_access_token_name      = "diffblue-cover"
  diffblue_access_token_secret_wo = var.diffblue_access_token_secret
}

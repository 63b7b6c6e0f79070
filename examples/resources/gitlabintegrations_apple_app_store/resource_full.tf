resource "gitlabintegrations_apple_app_store" "shop" {
  project                         = "acme/shop"
  app_store_issuer_id             = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
  app_store_key_id                = "ABC1234567"
  app_store_private_key_file_name = "AuthKey_ABC1234567.p8"
  app_store_private_key_wo        = var.apple_app_store_private_key
  app_store_protected_refs        = true
}

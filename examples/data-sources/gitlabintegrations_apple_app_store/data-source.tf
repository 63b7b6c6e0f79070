data "gitlabintegrations_apple_app_store" "web" {
  project = "acme/web"
}

output "apple_app_store_issuer_id" {
  value = data.gitlabintegrations_apple_app_store.web.app_store_issuer_id
}

data "gitlabintegrations_bamboo" "web" {
  project = "acme/web"
}

output "bamboo_enable_ssl_verification" {
  value = data.gitlabintegrations_bamboo.web.enable_ssl_verification
}

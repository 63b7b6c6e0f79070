data "gitlabintegrations_packagist" "web" {
  project = "acme/web"
}

output "packagist_username" {
  value = data.gitlabintegrations_packagist.web.username
}

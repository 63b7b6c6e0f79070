data "gitlabintegrations_bamboo" "web" {
  project = "acme/web"
}

output "bamboo_url" {
  value = data.gitlabintegrations_bamboo.web.bamboo_url
}

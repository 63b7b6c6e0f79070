data "gitlabintegrations_group_only" "acme" {
  group = "acme"
}

output "group_only_url" {
  value = data.gitlabintegrations_group_only.acme.url
}

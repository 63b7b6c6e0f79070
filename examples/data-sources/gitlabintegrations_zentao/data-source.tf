data "gitlabintegrations_zentao" "acme" {
  group = "acme"
}

output "zentao_url" {
  value = data.gitlabintegrations_zentao.acme.url
}

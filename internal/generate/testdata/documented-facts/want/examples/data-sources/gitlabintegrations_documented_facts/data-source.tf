data "gitlabintegrations_documented_facts" "web" {
  project = "acme/web"
}

output "documented_facts_behavior" {
  value = data.gitlabintegrations_documented_facts.web.behavior
}

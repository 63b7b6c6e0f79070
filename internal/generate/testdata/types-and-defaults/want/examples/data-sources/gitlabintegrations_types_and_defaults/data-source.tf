data "gitlabintegrations_types_and_defaults" "web" {
  project = "acme/web"
}

output "types_and_defaults_text" {
  value = data.gitlabintegrations_types_and_defaults.web.text
}

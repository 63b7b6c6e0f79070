data "gitlabintegrations_linear" "web" {
  project = "acme/web"
}

output "linear_workspace_url" {
  value = data.gitlabintegrations_linear.web.workspace_url
}

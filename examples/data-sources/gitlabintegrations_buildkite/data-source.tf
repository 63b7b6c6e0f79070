data "gitlabintegrations_buildkite" "web" {
  project = "acme/web"
}

output "buildkite_project_url" {
  value = data.gitlabintegrations_buildkite.web.project_url
}

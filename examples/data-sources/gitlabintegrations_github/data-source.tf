data "gitlabintegrations_github" "web" {
  project = "acme/web"
}

output "github_repository_url" {
  value = data.gitlabintegrations_github.web.repository_url
}

data "gitlabintegrations_git_guardian" "web" {
  project = "acme/web"
}

output "git_guardian_active" {
  value = data.gitlabintegrations_git_guardian.web.active
}

data "gitlabintegrations_pivotaltracker" "web" {
  project = "acme/web"
}

output "pivotaltracker_restrict_to_branch" {
  value = data.gitlabintegrations_pivotaltracker.web.restrict_to_branch
}

import {
  to = gitlabintegrations_git_guardian.web
  id = "projects/acme/web"
}

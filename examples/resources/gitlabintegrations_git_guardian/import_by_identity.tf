import {
  to = gitlabintegrations_git_guardian.web
  identity = {
    project = "acme/web"
  }
}

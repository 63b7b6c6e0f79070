import {
  to = gitlabintegrations_pivotaltracker.web
  identity = {
    project = "acme/web"
  }
}

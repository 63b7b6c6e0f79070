import {
  to = gitlabintegrations_bugzilla.web
  identity = {
    project = "acme/web"
  }
}

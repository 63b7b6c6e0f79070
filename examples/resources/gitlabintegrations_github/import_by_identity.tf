import {
  to = gitlabintegrations_github.web
  identity = {
    project = "acme/web"
  }
}

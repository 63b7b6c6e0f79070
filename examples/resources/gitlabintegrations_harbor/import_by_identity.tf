import {
  to = gitlabintegrations_harbor.web
  identity = {
    project = "acme/web"
  }
}

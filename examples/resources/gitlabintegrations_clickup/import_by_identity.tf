import {
  to = gitlabintegrations_clickup.web
  identity = {
    project = "acme/web"
  }
}

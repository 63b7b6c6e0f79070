import {
  to = gitlabintegrations_irker.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_minimal.web
  identity = {
    project = "acme/web"
  }
}

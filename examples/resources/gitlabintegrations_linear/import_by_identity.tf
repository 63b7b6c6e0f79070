import {
  to = gitlabintegrations_linear.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_drone_ci.web
  identity = {
    project = "acme/web"
  }
}

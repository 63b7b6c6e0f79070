import {
  to = gitlabintegrations_flowdock.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_pumble.web
  identity = {
    project = "acme/web"
  }
}

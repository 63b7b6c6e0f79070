import {
  to = gitlabintegrations_campfire.web
  identity = {
    project = "acme/web"
  }
}

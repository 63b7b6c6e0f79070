import {
  to = gitlabintegrations_pushover.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_exclusive.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_ewm.web
  identity = {
    project = "acme/web"
  }
}

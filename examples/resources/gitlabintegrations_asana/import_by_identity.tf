import {
  to = gitlabintegrations_asana.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_assembla.web
  identity = {
    project = "acme/web"
  }
}

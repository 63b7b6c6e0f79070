import {
  to = gitlabintegrations_gemnasium.web
  identity = {
    project = "acme/web"
  }
}

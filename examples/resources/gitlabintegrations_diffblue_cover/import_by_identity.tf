import {
  to = gitlabintegrations_diffblue_cover.web
  identity = {
    project = "acme/web"
  }
}

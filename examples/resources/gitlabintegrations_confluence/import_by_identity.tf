import {
  to = gitlabintegrations_confluence.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_bamboo.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_hipchat.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_telegram.web
  identity = {
    project = "acme/web"
  }
}

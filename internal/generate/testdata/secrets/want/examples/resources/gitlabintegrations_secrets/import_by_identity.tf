import {
  to = gitlabintegrations_secrets.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_phorge.web
  identity = {
    project = "acme/web"
  }
}

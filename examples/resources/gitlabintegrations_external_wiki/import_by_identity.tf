import {
  to = gitlabintegrations_external_wiki.web
  identity = {
    project = "acme/web"
  }
}

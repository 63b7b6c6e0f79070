import {
  to = gitlabintegrations_teamcity.web
  identity = {
    project = "acme/web"
  }
}

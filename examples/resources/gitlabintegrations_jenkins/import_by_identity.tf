import {
  to = gitlabintegrations_jenkins.web
  identity = {
    project = "acme/web"
  }
}

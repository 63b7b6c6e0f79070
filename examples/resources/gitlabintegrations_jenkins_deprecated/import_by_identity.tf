import {
  to = gitlabintegrations_jenkins_deprecated.web
  identity = {
    project = "acme/web"
  }
}

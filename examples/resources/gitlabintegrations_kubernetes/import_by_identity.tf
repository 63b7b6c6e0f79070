import {
  to = gitlabintegrations_kubernetes.web
  identity = {
    project = "acme/web"
  }
}

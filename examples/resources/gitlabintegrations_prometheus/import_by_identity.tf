import {
  to = gitlabintegrations_prometheus.web
  identity = {
    project = "acme/web"
  }
}

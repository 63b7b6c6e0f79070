import {
  to = gitlabintegrations_prometheus.web
  id = "projects/acme/web"
}

import {
  to = gitlabintegrations_kubernetes.web
  id = "projects/acme/web"
}

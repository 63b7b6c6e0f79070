import {
  to = gitlabintegrations_datadog.web
  id = "projects/acme/web"
}

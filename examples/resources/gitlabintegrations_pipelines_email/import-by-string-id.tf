import {
  to = gitlabintegrations_pipelines_email.web
  id = "projects/acme/web"
}

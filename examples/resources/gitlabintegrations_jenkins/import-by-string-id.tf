import {
  to = gitlabintegrations_jenkins.web
  id = "projects/acme/web"
}

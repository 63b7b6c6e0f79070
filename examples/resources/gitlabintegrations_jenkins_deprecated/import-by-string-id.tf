import {
  to = gitlabintegrations_jenkins_deprecated.web
  id = "projects/acme/web"
}

import {
  to = gitlabintegrations_teamcity.web
  id = "projects/acme/web"
}

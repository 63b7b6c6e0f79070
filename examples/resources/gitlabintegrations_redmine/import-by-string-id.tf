import {
  to = gitlabintegrations_redmine.web
  id = "projects/acme/web"
}

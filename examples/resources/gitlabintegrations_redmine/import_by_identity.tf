import {
  to = gitlabintegrations_redmine.web
  identity = {
    project = "acme/web"
  }
}

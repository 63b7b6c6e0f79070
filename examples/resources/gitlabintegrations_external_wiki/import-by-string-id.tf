import {
  to = gitlabintegrations_external_wiki.web
  id = "projects/acme/web"
}

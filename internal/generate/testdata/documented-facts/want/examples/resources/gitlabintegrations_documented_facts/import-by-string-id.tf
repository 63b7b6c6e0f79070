import {
  to = gitlabintegrations_documented_facts.web
  id = "projects/acme/web"
}

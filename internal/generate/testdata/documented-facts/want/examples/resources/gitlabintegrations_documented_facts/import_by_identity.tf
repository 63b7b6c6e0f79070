import {
  to = gitlabintegrations_documented_facts.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_squash_tm.web
  identity = {
    project = "acme/web"
  }
}

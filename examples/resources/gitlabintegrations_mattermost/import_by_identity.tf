import {
  to = gitlabintegrations_mattermost.web
  identity = {
    project = "acme/web"
  }
}

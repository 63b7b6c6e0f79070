import {
  to = gitlabintegrations_mattermost.web
  id = "projects/acme/web"
}

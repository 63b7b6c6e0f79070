import {
  to = gitlabintegrations_buildkite.web
  id = "projects/acme/web"
}

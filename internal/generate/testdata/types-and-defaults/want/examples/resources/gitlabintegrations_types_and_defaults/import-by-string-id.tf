import {
  to = gitlabintegrations_types_and_defaults.web
  id = "projects/acme/web"
}

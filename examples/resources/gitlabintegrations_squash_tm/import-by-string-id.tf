import {
  to = gitlabintegrations_squash_tm.web
  id = "projects/acme/web"
}

import {
  to = gitlabintegrations_matrix.web
  id = "projects/acme/web"
}

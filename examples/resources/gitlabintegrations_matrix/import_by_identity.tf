import {
  to = gitlabintegrations_matrix.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_answers.web
  identity = {
    project = "acme/web"
  }
}

import {
  to = gitlabintegrations_answers.web
  id = "projects/acme/web"
}

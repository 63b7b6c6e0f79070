import {
  to = gitlabintegrations_mock_ci.web
  id = "projects/acme/web"
}

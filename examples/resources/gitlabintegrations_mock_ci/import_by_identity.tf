import {
  to = gitlabintegrations_mock_ci.web
  identity = {
    project = "acme/web"
  }
}

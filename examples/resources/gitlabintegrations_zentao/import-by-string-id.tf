import {
  to = gitlabintegrations_zentao.acme
  id = "groups/acme"
}

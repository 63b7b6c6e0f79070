import {
  to = gitlabintegrations_zentao.acme
  identity = {
    group = "acme"
  }
}

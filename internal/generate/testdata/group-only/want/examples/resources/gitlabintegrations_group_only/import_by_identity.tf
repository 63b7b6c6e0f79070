import {
  to = gitlabintegrations_group_only.acme
  identity = {
    group = "acme"
  }
}

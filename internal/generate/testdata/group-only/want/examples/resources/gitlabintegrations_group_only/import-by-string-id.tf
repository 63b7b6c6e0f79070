import {
  to = gitlabintegrations_group_only.acme
  id = "groups/acme"
}

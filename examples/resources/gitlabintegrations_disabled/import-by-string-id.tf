import {
  to = gitlabintegrations_disabled.discord
  id = "projects/acme/web:discord"
}

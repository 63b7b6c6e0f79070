import {
  to = gitlabintegrations_disabled.discord
  identity = {
    project     = "acme/web"
    integration = "discord"
  }
}

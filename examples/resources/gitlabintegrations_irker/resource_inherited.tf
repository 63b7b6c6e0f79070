# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_irker" "acme" {
  group             = "acme"
  server_host       = "irker.example.com"
  server_port       = 6660
  default_irc_uri   = "irc://irc.example.com:6697/"
  recipients        = "acme-web irc://irc.example.com/acme-builds"
  colorize_messages = true
}

resource "gitlabintegrations_irker" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_irker.acme]
}

resource "gitlabintegrations_irker" "shop" {
  project           = "acme/shop"
  server_host       = "irker.example.com"
  server_port       = 6660
  default_irc_uri   = "irc://irc.example.com:6697/"
  recipients        = "acme-web irc://irc.example.com/acme-builds"
  colorize_messages = true
  push_events       = true
}

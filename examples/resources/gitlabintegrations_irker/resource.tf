resource "gitlabintegrations_irker" "web" {
  project    = "acme/web"
  recipients = "acme-web irc://irc.example.com/acme-builds"
}

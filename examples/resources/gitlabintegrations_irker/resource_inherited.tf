resource "gitlabintegrations_irker" "acme" {
  group      = "acme"
  recipients = "acme-web irc://irc.example.com/acme-builds"
}

resource "gitlabintegrations_irker" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_irker.acme]
}

resource "gitlabintegrations_squash_tm" "acme" {
  group = "acme"
  url   = "https://squash.example.com/squash/plugin/xsquash4gitlab/webhook/issue"
}

resource "gitlabintegrations_squash_tm" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_squash_tm.acme]
}

resource "gitlabintegrations_clickup" "acme" {
  group       = "acme"
  project_url = "https://app.clickup.com/1234567"
  issues_url  = "https://app.clickup.com/t/:id"
}

resource "gitlabintegrations_clickup" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_clickup.acme]
}

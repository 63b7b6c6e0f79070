resource "gitlabintegrations_phorge" "acme" {
  group       = "acme"
  project_url = "https://phorge.example.com/project/view/1"
  issues_url  = "https://phorge.example.com/T:id"
}

resource "gitlabintegrations_phorge" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_phorge.acme]
}

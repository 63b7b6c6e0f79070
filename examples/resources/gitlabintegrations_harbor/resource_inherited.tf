resource "gitlabintegrations_harbor" "acme" {
  group        = "acme"
  url          = "https://harbor.example.com"
  project_name = "web"
  username     = "gitlab"
  password_wo  = var.harbor_password
}

resource "gitlabintegrations_harbor" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_harbor.acme]
}

resource "gitlabintegrations_drone_ci" "acme" {
  group     = "acme"
  drone_url = "https://drone.example.com"
  token_wo  = var.drone_ci_token
}

resource "gitlabintegrations_drone_ci" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_drone_ci.acme]
}

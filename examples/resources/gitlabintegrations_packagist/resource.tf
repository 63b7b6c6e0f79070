variable "packagist_token" {
  description = "API token of the Packagist user"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_packagist" "web" {
  project  = "acme/web"
  username = "acme"
  token_wo = var.packagist_token
}

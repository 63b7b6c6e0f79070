variable "diffblue_license_key" {
  description = "License key of Diffblue Cover"
  type        = string
  ephemeral   = true
}

variable "diffblue_access_token_secret" {
  description = "The access token itself"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_diffblue_cover" "web" {
  project                         = "acme/web"
  diffblue_license_key_wo         = var.diffblue_license_key
  diffblue_access_token_name      = "diffblue-cover"
  diffblue_access_token_secret_wo = var.diffblue_access_token_secret
}

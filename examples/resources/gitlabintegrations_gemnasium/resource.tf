variable "gemnasium_api_key" {
  description = "Personal API key"
  type        = string
  ephemeral   = true
}

variable "gemnasium_token" {
  description = "Slug of the project in Gemnasium"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_gemnasium" "web" {
  project    = "acme/web"
  api_key_wo = var.gemnasium_api_key
  token_wo   = var.gemnasium_token
}

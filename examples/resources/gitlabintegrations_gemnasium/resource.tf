variable "gemnasium_api_key" {
  description = "Personal API key"
  type        = string
  sensitive   = true
}

variable "gemnasium_token" {
  description = "Slug of the project in Gemnasium"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_gemnasium" "web" {
  project = "acme/web"
  api_key = var.gemnasium_api_key
  token   = var.gemnasium_token
}

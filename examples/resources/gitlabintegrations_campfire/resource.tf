variable "campfire_token" {
  description = "API authentication token"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_campfire" "web" {
  project   = "acme/web"
  token     = var.campfire_token
  subdomain = "acme"
  room      = "123456"
}

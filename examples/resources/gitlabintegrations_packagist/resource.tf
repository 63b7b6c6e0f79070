variable "packagist_token" {
  description = "API token of that user"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_packagist" "web" {
  project               = "acme/web"
  username              = "acme"
  token                 = var.packagist_token
  server                = "https://packagist.example.com"
  merge_requests_events = false
}

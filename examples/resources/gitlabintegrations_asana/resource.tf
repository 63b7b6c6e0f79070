variable "asana_api_key" {
  description = "Personal access token of an Asana user"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_asana" "web" {
  project            = "acme/web"
  api_key            = var.asana_api_key
  restrict_to_branch = "main,production"
}

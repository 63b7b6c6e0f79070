variable "asana_api_key" {
  description = "Personal access token of an Asana user"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_asana" "web" {
  project    = "acme/web"
  api_key_wo = var.asana_api_key
}

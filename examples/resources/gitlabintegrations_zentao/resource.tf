variable "zentao_api_token" {
  description = "API token"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_zentao" "acme" {
  group              = "acme"
  url                = "https://zentao.example.com"
  api_url            = "https://zentao-api.example.com"
  api_token          = var.zentao_api_token
  zentao_product_xid = "3"
}

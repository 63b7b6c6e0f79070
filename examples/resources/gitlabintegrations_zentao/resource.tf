variable "zentao_api_token" {
  description = "API token"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_zentao" "acme" {
  group              = "acme"
  url                = "https://zentao.example.com"
  api_token_wo       = var.zentao_api_token
  zentao_product_xid = "3"
}

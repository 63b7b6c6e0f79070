resource "gitlabintegrations_zentao" "tools" {
  group              = "acme/tools"
  url                = "https://zentao.example.com"
  api_url            = "https://zentao-api.example.com"
  api_token_wo       = var.zentao_api_token
  zentao_product_xid = "3"
}

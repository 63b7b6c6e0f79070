resource "gitlabintegrations_kubernetes" "shop" {
  project   = "acme/shop"
  namespace = "acme-web"
  api_url   = "https://kubernetes.example.com"
  token_wo  = var.kubernetes_token
  ca_pem    = "-----BEGIN CERTIFICATE-----\nEXAMPLE\n-----END CERTIFICATE-----"
}

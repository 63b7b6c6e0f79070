variable "kubernetes_token" {
  description = "Token of the service account with which GitLab accesses the cluster"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_kubernetes" "web" {
  project   = "acme/web"
  namespace = "acme-web"
  api_url   = "https://kubernetes.example.com"
  token_wo  = var.kubernetes_token
}

data "gitlabintegrations_kubernetes" "web" {
  project = "acme/web"
}

output "kubernetes_namespace" {
  value = data.gitlabintegrations_kubernetes.web.namespace
}

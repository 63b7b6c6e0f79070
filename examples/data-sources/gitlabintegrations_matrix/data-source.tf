data "gitlabintegrations_matrix" "web" {
  project = "acme/web"
}

output "matrix_hostname" {
  value = data.gitlabintegrations_matrix.web.hostname
}

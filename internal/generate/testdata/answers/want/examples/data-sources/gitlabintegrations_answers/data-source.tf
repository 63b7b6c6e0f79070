data "gitlabintegrations_answers" "web" {
  project = "acme/web"
}

output "answers_server_url" {
  value = data.gitlabintegrations_answers.web.server_url
}

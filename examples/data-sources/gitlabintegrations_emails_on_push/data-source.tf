data "gitlabintegrations_emails_on_push" "web" {
  project = "acme/web"
}

output "emails_on_push_disable_diffs" {
  value = data.gitlabintegrations_emails_on_push.web.disable_diffs
}

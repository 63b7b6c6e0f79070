# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_emails_on_push.web acme/web
terraform import gitlabintegrations_emails_on_push.web projects/acme/web
terraform import gitlabintegrations_emails_on_push.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_emails_on_push.acme groups/acme
terraform import gitlabintegrations_emails_on_push.acme groups/7

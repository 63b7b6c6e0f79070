# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_emails_on_push.web acme/web
terraform import gitlabintegrations_emails_on_push.web projects/acme/web
terraform import gitlabintegrations_emails_on_push.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_emails_on_push.web https://gitlab.example.com/acme/web/-/settings/integrations/emails_on_push/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_emails_on_push.acme groups/acme
terraform import gitlabintegrations_emails_on_push.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_emails_on_push.acme https://gitlab.example.com/groups/acme/-/settings/integrations/emails_on_push/edit

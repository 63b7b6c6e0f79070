# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_telegram.web acme/web
terraform import gitlabintegrations_telegram.web projects/acme/web
terraform import gitlabintegrations_telegram.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_telegram.web https://gitlab.example.com/acme/web/-/settings/integrations/telegram/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_telegram.acme groups/acme
terraform import gitlabintegrations_telegram.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_telegram.acme https://gitlab.example.com/groups/acme/-/settings/integrations/telegram/edit

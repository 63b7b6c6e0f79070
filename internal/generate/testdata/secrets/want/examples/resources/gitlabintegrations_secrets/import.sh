# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_secrets.web acme/web
terraform import gitlabintegrations_secrets.web projects/acme/web
terraform import gitlabintegrations_secrets.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_secrets.web https://gitlab.example.com/acme/web/-/settings/integrations/secrets/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_secrets.acme groups/acme
terraform import gitlabintegrations_secrets.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_secrets.acme https://gitlab.example.com/groups/acme/-/settings/integrations/secrets/edit

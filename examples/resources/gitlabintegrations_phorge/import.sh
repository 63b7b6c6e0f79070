# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_phorge.web acme/web
terraform import gitlabintegrations_phorge.web projects/acme/web
terraform import gitlabintegrations_phorge.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_phorge.web https://gitlab.example.com/acme/web/-/settings/integrations/phorge/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_phorge.acme groups/acme
terraform import gitlabintegrations_phorge.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_phorge.acme https://gitlab.example.com/groups/acme/-/settings/integrations/phorge/edit

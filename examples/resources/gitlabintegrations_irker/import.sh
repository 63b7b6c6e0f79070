# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_irker.web acme/web
terraform import gitlabintegrations_irker.web projects/acme/web
terraform import gitlabintegrations_irker.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_irker.web https://gitlab.example.com/acme/web/-/settings/integrations/irker/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_irker.acme groups/acme
terraform import gitlabintegrations_irker.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_irker.acme https://gitlab.example.com/groups/acme/-/settings/integrations/irker/edit

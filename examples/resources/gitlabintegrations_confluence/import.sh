# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_confluence.web acme/web
terraform import gitlabintegrations_confluence.web projects/acme/web
terraform import gitlabintegrations_confluence.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_confluence.web https://gitlab.example.com/acme/web/-/settings/integrations/confluence/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_confluence.acme groups/acme
terraform import gitlabintegrations_confluence.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_confluence.acme https://gitlab.example.com/groups/acme/-/settings/integrations/confluence/edit

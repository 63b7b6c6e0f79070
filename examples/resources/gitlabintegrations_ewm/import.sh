# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_ewm.web acme/web
terraform import gitlabintegrations_ewm.web projects/acme/web
terraform import gitlabintegrations_ewm.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_ewm.web https://gitlab.example.com/acme/web/-/settings/integrations/ewm/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_ewm.acme groups/acme
terraform import gitlabintegrations_ewm.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_ewm.acme https://gitlab.example.com/groups/acme/-/settings/integrations/ewm/edit

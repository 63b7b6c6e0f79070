# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_microsoft_teams.web acme/web
terraform import gitlabintegrations_microsoft_teams.web projects/acme/web
terraform import gitlabintegrations_microsoft_teams.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_microsoft_teams.web https://gitlab.example.com/acme/web/-/settings/integrations/microsoft_teams/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_microsoft_teams.acme groups/acme
terraform import gitlabintegrations_microsoft_teams.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_microsoft_teams.acme https://gitlab.example.com/groups/acme/-/settings/integrations/microsoft_teams/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_teamcity.web acme/web
terraform import gitlabintegrations_teamcity.web projects/acme/web
terraform import gitlabintegrations_teamcity.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_teamcity.web https://gitlab.example.com/acme/web/-/settings/integrations/teamcity/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_teamcity.acme groups/acme
terraform import gitlabintegrations_teamcity.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_teamcity.acme https://gitlab.example.com/groups/acme/-/settings/integrations/teamcity/edit

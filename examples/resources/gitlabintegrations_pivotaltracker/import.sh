# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_pivotaltracker.web acme/web
terraform import gitlabintegrations_pivotaltracker.web projects/acme/web
terraform import gitlabintegrations_pivotaltracker.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_pivotaltracker.web https://gitlab.example.com/acme/web/-/settings/integrations/pivotaltracker/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_pivotaltracker.acme groups/acme
terraform import gitlabintegrations_pivotaltracker.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_pivotaltracker.acme https://gitlab.example.com/groups/acme/-/settings/integrations/pivotaltracker/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_campfire.web acme/web
terraform import gitlabintegrations_campfire.web projects/acme/web
terraform import gitlabintegrations_campfire.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_campfire.web https://gitlab.example.com/acme/web/-/settings/integrations/campfire/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_campfire.acme groups/acme
terraform import gitlabintegrations_campfire.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_campfire.acme https://gitlab.example.com/groups/acme/-/settings/integrations/campfire/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_pumble.web acme/web
terraform import gitlabintegrations_pumble.web projects/acme/web
terraform import gitlabintegrations_pumble.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_pumble.web https://gitlab.example.com/acme/web/-/settings/integrations/pumble/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_pumble.acme groups/acme
terraform import gitlabintegrations_pumble.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_pumble.acme https://gitlab.example.com/groups/acme/-/settings/integrations/pumble/edit

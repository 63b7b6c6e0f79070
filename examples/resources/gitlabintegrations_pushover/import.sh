# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_pushover.web acme/web
terraform import gitlabintegrations_pushover.web projects/acme/web
terraform import gitlabintegrations_pushover.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_pushover.web https://gitlab.example.com/acme/web/-/settings/integrations/pushover/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_pushover.acme groups/acme
terraform import gitlabintegrations_pushover.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_pushover.acme https://gitlab.example.com/groups/acme/-/settings/integrations/pushover/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_bugzilla.web acme/web
terraform import gitlabintegrations_bugzilla.web projects/acme/web
terraform import gitlabintegrations_bugzilla.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_bugzilla.web https://gitlab.example.com/acme/web/-/settings/integrations/bugzilla/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_bugzilla.acme groups/acme
terraform import gitlabintegrations_bugzilla.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_bugzilla.acme https://gitlab.example.com/groups/acme/-/settings/integrations/bugzilla/edit

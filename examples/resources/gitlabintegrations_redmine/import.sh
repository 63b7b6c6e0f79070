# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_redmine.web acme/web
terraform import gitlabintegrations_redmine.web projects/acme/web
terraform import gitlabintegrations_redmine.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_redmine.web https://gitlab.example.com/acme/web/-/settings/integrations/redmine/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_redmine.acme groups/acme
terraform import gitlabintegrations_redmine.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_redmine.acme https://gitlab.example.com/groups/acme/-/settings/integrations/redmine/edit

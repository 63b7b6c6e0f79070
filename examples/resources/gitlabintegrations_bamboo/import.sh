# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_bamboo.web acme/web
terraform import gitlabintegrations_bamboo.web projects/acme/web
terraform import gitlabintegrations_bamboo.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_bamboo.web https://gitlab.example.com/acme/web/-/settings/integrations/bamboo/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_bamboo.acme groups/acme
terraform import gitlabintegrations_bamboo.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_bamboo.acme https://gitlab.example.com/groups/acme/-/settings/integrations/bamboo/edit

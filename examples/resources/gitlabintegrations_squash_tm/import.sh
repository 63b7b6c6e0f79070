# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_squash_tm.web acme/web
terraform import gitlabintegrations_squash_tm.web projects/acme/web
terraform import gitlabintegrations_squash_tm.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_squash_tm.web https://gitlab.example.com/acme/web/-/settings/integrations/squash_tm/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_squash_tm.acme groups/acme
terraform import gitlabintegrations_squash_tm.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_squash_tm.acme https://gitlab.example.com/groups/acme/-/settings/integrations/squash_tm/edit

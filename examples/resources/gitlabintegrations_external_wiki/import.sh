# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_external_wiki.web acme/web
terraform import gitlabintegrations_external_wiki.web projects/acme/web
terraform import gitlabintegrations_external_wiki.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_external_wiki.web https://gitlab.example.com/acme/web/-/settings/integrations/external_wiki/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_external_wiki.acme groups/acme
terraform import gitlabintegrations_external_wiki.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_external_wiki.acme https://gitlab.example.com/groups/acme/-/settings/integrations/external_wiki/edit

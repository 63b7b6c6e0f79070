# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_zentao.acme groups/acme
terraform import gitlabintegrations_zentao.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_zentao.acme https://gitlab.example.com/groups/acme/-/settings/integrations/zentao/edit

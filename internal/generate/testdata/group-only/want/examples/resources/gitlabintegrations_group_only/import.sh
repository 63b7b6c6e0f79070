# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_group_only.acme groups/acme
terraform import gitlabintegrations_group_only.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_group_only.acme https://gitlab.example.com/groups/acme/-/settings/integrations/group_only/edit

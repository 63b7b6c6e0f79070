# By the full path or the ID of the project, and the name of the integration:
terraform import gitlabintegrations_disabled.discord acme/web:discord
terraform import gitlabintegrations_disabled.discord projects/acme/web:discord
terraform import gitlabintegrations_disabled.discord projects/42:discord
# By the address of the page in GitLab:
terraform import gitlabintegrations_disabled.discord https://gitlab.example.com/acme/web/-/settings/integrations/discord/edit

# By the full path or the ID of the group, and the name of the integration:
terraform import gitlabintegrations_disabled.discord_of_group groups/acme:discord
# By the address of the page in GitLab:
terraform import gitlabintegrations_disabled.discord_of_group https://gitlab.example.com/groups/acme/-/settings/integrations/discord/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_discord.web acme/web
terraform import gitlabintegrations_discord.web projects/acme/web
terraform import gitlabintegrations_discord.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_discord.web https://gitlab.example.com/acme/web/-/settings/integrations/discord/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_discord.acme groups/acme
terraform import gitlabintegrations_discord.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_discord.acme https://gitlab.example.com/groups/acme/-/settings/integrations/discord/edit

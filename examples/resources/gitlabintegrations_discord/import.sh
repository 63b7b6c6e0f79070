# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_discord.web acme/web
terraform import gitlabintegrations_discord.web projects/acme/web
terraform import gitlabintegrations_discord.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_discord.acme groups/acme
terraform import gitlabintegrations_discord.acme groups/7

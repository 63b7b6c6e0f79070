# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_slack_slash_commands.web acme/web
terraform import gitlabintegrations_slack_slash_commands.web projects/acme/web
terraform import gitlabintegrations_slack_slash_commands.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_slack_slash_commands.web https://gitlab.example.com/acme/web/-/settings/integrations/slack_slash_commands/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_slack_slash_commands.acme groups/acme
terraform import gitlabintegrations_slack_slash_commands.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_slack_slash_commands.acme https://gitlab.example.com/groups/acme/-/settings/integrations/slack_slash_commands/edit

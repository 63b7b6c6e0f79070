# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_slack.web acme/web
terraform import gitlabintegrations_slack.web projects/acme/web
terraform import gitlabintegrations_slack.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_slack.web https://gitlab.example.com/acme/web/-/settings/integrations/slack/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_slack.acme groups/acme
terraform import gitlabintegrations_slack.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_slack.acme https://gitlab.example.com/groups/acme/-/settings/integrations/slack/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_mattermost.web acme/web
terraform import gitlabintegrations_mattermost.web projects/acme/web
terraform import gitlabintegrations_mattermost.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_mattermost.web https://gitlab.example.com/acme/web/-/settings/integrations/mattermost/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_mattermost.acme groups/acme
terraform import gitlabintegrations_mattermost.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_mattermost.acme https://gitlab.example.com/groups/acme/-/settings/integrations/mattermost/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_youtrack.web acme/web
terraform import gitlabintegrations_youtrack.web projects/acme/web
terraform import gitlabintegrations_youtrack.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_youtrack.web https://gitlab.example.com/acme/web/-/settings/integrations/youtrack/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_youtrack.acme groups/acme
terraform import gitlabintegrations_youtrack.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_youtrack.acme https://gitlab.example.com/groups/acme/-/settings/integrations/youtrack/edit

# By the full path or the ID of the project:
terraform import gitlabintegrations_exclusive.web acme/web
terraform import gitlabintegrations_exclusive.web projects/acme/web
terraform import gitlabintegrations_exclusive.web projects/42
# By the address of the page in GitLab:
terraform import gitlabintegrations_exclusive.web https://gitlab.example.com/acme/web/-/settings/integrations

# By the full path or the ID of the group:
terraform import gitlabintegrations_exclusive.acme groups/acme
# By the address of the page in GitLab:
terraform import gitlabintegrations_exclusive.acme https://gitlab.example.com/groups/acme/-/settings/integrations

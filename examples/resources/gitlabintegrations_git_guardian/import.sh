# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_git_guardian.web acme/web
terraform import gitlabintegrations_git_guardian.web projects/acme/web
terraform import gitlabintegrations_git_guardian.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_git_guardian.web https://gitlab.example.com/acme/web/-/settings/integrations/git_guardian/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_git_guardian.acme groups/acme
terraform import gitlabintegrations_git_guardian.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_git_guardian.acme https://gitlab.example.com/groups/acme/-/settings/integrations/git_guardian/edit

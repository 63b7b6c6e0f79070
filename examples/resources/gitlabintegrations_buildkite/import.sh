# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_buildkite.web acme/web
terraform import gitlabintegrations_buildkite.web projects/acme/web
terraform import gitlabintegrations_buildkite.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_buildkite.web https://gitlab.example.com/acme/web/-/settings/integrations/buildkite/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_buildkite.acme groups/acme
terraform import gitlabintegrations_buildkite.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_buildkite.acme https://gitlab.example.com/groups/acme/-/settings/integrations/buildkite/edit

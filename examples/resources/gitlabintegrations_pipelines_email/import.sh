# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_pipelines_email.web acme/web
terraform import gitlabintegrations_pipelines_email.web projects/acme/web
terraform import gitlabintegrations_pipelines_email.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_pipelines_email.web https://gitlab.example.com/acme/web/-/settings/integrations/pipelines_email/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_pipelines_email.acme groups/acme
terraform import gitlabintegrations_pipelines_email.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_pipelines_email.acme https://gitlab.example.com/groups/acme/-/settings/integrations/pipelines_email/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_gemnasium.web acme/web
terraform import gitlabintegrations_gemnasium.web projects/acme/web
terraform import gitlabintegrations_gemnasium.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_gemnasium.web https://gitlab.example.com/acme/web/-/settings/integrations/gemnasium/edit

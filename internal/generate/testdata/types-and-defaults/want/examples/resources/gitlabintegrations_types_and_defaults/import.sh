# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_types_and_defaults.web acme/web
terraform import gitlabintegrations_types_and_defaults.web projects/acme/web
terraform import gitlabintegrations_types_and_defaults.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_types_and_defaults.web https://gitlab.example.com/acme/web/-/settings/integrations/types_and_defaults/edit

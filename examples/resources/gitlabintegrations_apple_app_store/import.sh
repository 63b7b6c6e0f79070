# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_apple_app_store.web acme/web
terraform import gitlabintegrations_apple_app_store.web projects/acme/web
terraform import gitlabintegrations_apple_app_store.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_apple_app_store.web https://gitlab.example.com/acme/web/-/settings/integrations/apple_app_store/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_apple_app_store.web acme/web
terraform import gitlabintegrations_apple_app_store.web projects/acme/web
terraform import gitlabintegrations_apple_app_store.web 42

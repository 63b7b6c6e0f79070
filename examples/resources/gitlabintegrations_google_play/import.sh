# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_google_play.web acme/web
terraform import gitlabintegrations_google_play.web projects/acme/web
terraform import gitlabintegrations_google_play.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_google_play.web https://gitlab.example.com/acme/web/-/settings/integrations/google_play/edit

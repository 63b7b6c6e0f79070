# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_packagist.web acme/web
terraform import gitlabintegrations_packagist.web projects/acme/web
terraform import gitlabintegrations_packagist.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_packagist.web https://gitlab.example.com/acme/web/-/settings/integrations/packagist/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_packagist.acme groups/acme
terraform import gitlabintegrations_packagist.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_packagist.acme https://gitlab.example.com/groups/acme/-/settings/integrations/packagist/edit

# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_diffblue_cover.web acme/web
terraform import gitlabintegrations_diffblue_cover.web projects/acme/web
terraform import gitlabintegrations_diffblue_cover.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_diffblue_cover.web https://gitlab.example.com/acme/web/-/settings/integrations/diffblue_cover/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_diffblue_cover.acme groups/acme
terraform import gitlabintegrations_diffblue_cover.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_diffblue_cover.acme https://gitlab.example.com/groups/acme/-/settings/integrations/diffblue_cover/edit

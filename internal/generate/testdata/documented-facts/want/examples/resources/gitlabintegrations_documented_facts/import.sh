# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_documented_facts.web acme/web
terraform import gitlabintegrations_documented_facts.web projects/acme/web
terraform import gitlabintegrations_documented_facts.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_documented_facts.web https://gitlab.example.com/acme/web/-/settings/integrations/documented_facts/edit

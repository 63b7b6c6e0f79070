# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.web acme/web
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.web projects/acme/web
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.web https://gitlab.example.com/acme/web/-/settings/integrations/google_cloud_platform_workload_identity_federation/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.acme groups/acme
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.acme https://gitlab.example.com/groups/acme/-/settings/integrations/google_cloud_platform_workload_identity_federation/edit

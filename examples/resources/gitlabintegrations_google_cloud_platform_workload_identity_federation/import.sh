# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.web acme/web
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.web projects/acme/web
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.acme groups/acme
terraform import gitlabintegrations_google_cloud_platform_workload_identity_federation.acme groups/7

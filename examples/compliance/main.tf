# The policy for everything in the group. Change it in a merge request.
module "compliance" {
  source = "./modules/compliance"

  group   = "acme"
  allowed = ["external-wiki", "jira", "pipelines-email", "slack"]
  exceptions = {
    # A project, or a group with everything below it.
    "acme/legacy" = ["jenkins"]
  }
  fail_on_violations = var.fail_on_violations
  gitlab_url         = var.gitlab_url
}

locals {
  config = yamldecode(file("${path.module}/groups/${var.group}.yaml"))
}

# The defaults of the group. Projects without settings of their own inherit them.
module "group" {
  source   = "./modules/standard-integrations"
  for_each = { for path, integrations in { (var.group) = try(local.config.group, null) } : path => integrations if integrations != null }

  group           = each.key
  integrations    = each.value
  slack_webhook   = var.slack_webhook
  jira_password   = var.jira_password
  secret_versions = local.config.secret_versions
}

module "project" {
  source   = "./modules/standard-integrations"
  for_each = local.config.projects

  project         = each.key
  integrations    = each.value
  slack_webhook   = var.slack_webhook
  jira_password   = var.jira_password
  secret_versions = local.config.secret_versions
}

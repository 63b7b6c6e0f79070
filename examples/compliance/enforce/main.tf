# Keeps denied integrations disabled, in a state of its own. The token needs the
# scope api.

terraform {
  required_version = ">= 1.9"

  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}

provider "gitlabintegrations" {}

variable "projects" {
  description = "Full paths of the projects"
  type        = set(string)
}

variable "groups" {
  description = "Full paths of the groups. What is below them needs entries of its own"
  type        = set(string)
  default     = []
}

variable "denied" {
  description = "Slugs of the integrations that must not be active, such as discord"
  type        = set(string)
}

# Every owner with every denied slug, whether it is active or not. The violations of an
# inventory would vanish with the first apply, and with them the resources that keep
# the integrations disabled.
locals {
  owners = concat(
    [for path in var.projects : { project = path, group = null }],
    [for path in var.groups : { project = null, group = path }],
  )
  disabled = {
    for pair in setproduct(local.owners, var.denied) :
    "${coalesce(pair[0].project, pair[0].group)}:${pair[1]}" => merge(pair[0], { integration = pair[1] })
  }
}

resource "gitlabintegrations_disabled" "denied" {
  for_each = local.disabled

  project     = each.value.project
  group       = each.value.group
  integration = each.value.integration
}

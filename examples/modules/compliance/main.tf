# What the policy does not allow, before the exceptions. GitLab tells which projects
# have any of it, a hundred at once; only those take a request of their own.
data "gitlabintegrations_inventory" "this" {
  group             = var.group
  slugs             = var.denied
  exclude_slugs     = var.allowed
  include_inherited = var.include_inherited
  include_archived  = var.include_archived
}

locals {
  # The paths that excuse a slug. The slash at the end makes a path the beginning of
  # its own and of those below it, and of no other.
  excused = {
    for slug in distinct(flatten([for slugs in values(var.exceptions) : tolist(slugs)])) :
    slug => [for path, slugs in var.exceptions : lower("${path}/") if contains(slugs, slug)]
  }

  violations = [
    for i in data.gitlabintegrations_inventory.this.integrations : i
    if !anytrue([for path in try(local.excused[i.slug], []) : startswith(lower("${i.owner_path}/"), path)])
  ]
  unreadable = data.gitlabintegrations_inventory.this.unreadable

  # What cannot be read may violate the policy unseen.
  compliant = length(local.violations) == 0 && length(local.unreadable) == 0
}

module "report" {
  source = "./report"

  group      = var.group
  violations = local.violations
  unreadable = local.unreadable
  gitlab_url = var.gitlab_url
}

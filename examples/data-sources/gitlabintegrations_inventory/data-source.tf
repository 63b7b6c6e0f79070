data "gitlabintegrations_inventory" "acme" {
  group             = "acme"
  include_inherited = true
}

# The projects and groups that use each integration.
output "owners_by_integration" {
  value = {
    for i in data.gitlabintegrations_inventory.acme.integrations : i.slug => i.owner_path...
  }
}

# The plan fails if a project or group uses Discord or Telegram.
data "gitlabintegrations_inventory" "denied" {
  group             = "acme"
  slugs             = ["discord", "telegram"]
  include_inherited = true

  lifecycle {
    postcondition {
      condition = length(self.integrations) == 0
      error_message = "Not allowed: ${join(", ", [
        for i in self.integrations : "${i.slug} in ${i.owner_path}"
      ])}."
    }

    # A project or group that cannot be read may use them, too.
    postcondition {
      condition     = length(self.unreadable) == 0
      error_message = "Cannot read: ${join(", ", self.unreadable[*].owner_path)}."
    }
  }
}

data "gitlabintegrations_inventory" "acme" {
  group             = "acme"
  include_inherited = true

  lifecycle {
    # Fails the plan while something posts to Discord or Telegram.
    postcondition {
      condition     = length([for i in self.integrations : i if contains(["discord", "telegram"], i.slug)]) == 0
      error_message = "Not allowed: ${join(", ", [for i in self.integrations : "${i.slug} in ${i.owner_path}" if contains(["discord", "telegram"], i.slug)])}."
    }

    # What cannot be read may break the rule unseen.
    postcondition {
      condition     = length(self.unreadable) == 0
      error_message = "Cannot read: ${join(", ", self.unreadable[*].owner_path)}."
    }
  }
}

# A report: which projects and groups use which integration.
output "owners_by_integration" {
  value = {
    for i in data.gitlabintegrations_inventory.acme.integrations : i.slug => i.owner_path...
  }
}

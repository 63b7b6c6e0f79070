# Discord stays disabled in this project. If somebody enables it, the next apply
# disables it again.
resource "gitlabintegrations_disabled" "discord" {
  project     = "acme/web"
  integration = "discord"
}

# Several integrations in several projects.
locals {
  denied = setproduct(["acme/web", "acme/api"], ["irker", "telegram"])
}

resource "gitlabintegrations_disabled" "denied" {
  for_each = { for pair in local.denied : join(":", pair) => pair }

  project     = each.value[0]
  integration = each.value[1]
}

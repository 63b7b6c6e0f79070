# Discord is off in this project. If somebody switches it on, the next apply switches
# it off again.
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

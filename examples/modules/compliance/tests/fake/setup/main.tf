# What people have set up: a test has it in place before the policy is checked.
terraform {
  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}

resource "gitlabintegrations_discord" "all" {
  for_each = toset(["acme/web", "acme/legacy/old.site", "acme/legacy-2"])

  project = each.key
  webhook = "https://discord.com/api/webhooks/1/x"
}

resource "gitlabintegrations_slack" "web" {
  project = "acme/web"
  webhook = "https://hooks.example.com/web"
}

# The projects of the group inherit it.
resource "gitlabintegrations_external_wiki" "shop" {
  group             = "acme/shop"
  external_wiki_url = "https://wiki.example.com"
}

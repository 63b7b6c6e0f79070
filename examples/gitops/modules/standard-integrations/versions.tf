terraform {
  required_version = ">= 1.11"

  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}

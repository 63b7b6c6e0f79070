terraform {
  required_version = ">= 1.9"

  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}

# The pipeline sets GITLAB_BASE_URL and GITLAB_TOKEN.
provider "gitlabintegrations" {}

terraform {
  # Variables are validated with the help of others, which came with Terraform 1.9
  # and OpenTofu 1.9.
  required_version = ">= 1.9"

  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}

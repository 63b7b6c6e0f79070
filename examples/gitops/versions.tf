terraform {
  # Write-only arguments came with Terraform 1.11 and OpenTofu 1.11.
  required_version = ">= 1.11"

  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }

  # One state for each group. The pipeline sets the address, the user and the
  # password with environment variables (TF_HTTP_ADDRESS and others), so that they
  # are in no file.
  backend "http" {}
}

# The pipeline sets GITLAB_BASE_URL and GITLAB_TOKEN.
provider "gitlabintegrations" {}

terraform {
  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}

variable "gitlab_token" {
  description = "Access token with the scope api, of a Maintainer of the projects and an Owner of the groups"
  type        = string
  sensitive   = true
}

# Both settings can also come from the environment: GITLAB_BASE_URL and GITLAB_TOKEN.
provider "gitlabintegrations" {
  base_url = "https://gitlab.example.com"
  token    = var.gitlab_token
}

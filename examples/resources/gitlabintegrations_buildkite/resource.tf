variable "buildkite_token" {
  description = "Token that Buildkite shows after a pipeline with a GitLab repository is created"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_buildkite" "web" {
  project     = "acme/web"
  project_url = "https://buildkite.com/acme/web"
  token_wo    = var.buildkite_token
}

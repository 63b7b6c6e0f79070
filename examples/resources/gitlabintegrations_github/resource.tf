variable "github_token" {
  description = "GitHub access token that may set commit statuses"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_github" "web" {
  project        = "acme/web"
  token_wo       = var.github_token
  repository_url = "https://github.com/acme/web"
}

variable "git_guardian_token" {
  description = "Personal access token or service account token of GitGuardian with the scope `scan`"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_git_guardian" "web" {
  project  = "acme/web"
  token_wo = var.git_guardian_token
}

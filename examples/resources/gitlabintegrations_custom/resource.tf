variable "example_chat_token" {
  description = "Token of Example Chat"
  type        = string
  ephemeral   = true
}

# An integration that this version of the provider does not know.
resource "gitlabintegrations_custom" "example_chat" {
  project = "acme/web"
  slug    = "example-chat"

  settings = {
    channel     = "acme-web"
    branches    = ["main", "release"]
    broken_only = true
    job_events  = false
  }

  secrets_wo = {
    token = var.example_chat_token
  }
}

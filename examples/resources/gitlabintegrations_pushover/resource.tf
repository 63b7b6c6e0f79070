variable "pushover_api_key" {
  description = "API token of the application"
  type        = string
  ephemeral   = true
}

variable "pushover_user_key" {
  description = "Key of the user or group that gets the notifications"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_pushover" "web" {
  project     = "acme/web"
  api_key_wo  = var.pushover_api_key
  user_key_wo = var.pushover_user_key
  priority    = "0"
}

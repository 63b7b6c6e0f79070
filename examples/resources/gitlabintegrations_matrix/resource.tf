variable "matrix_token" {
  description = "Access token of the Matrix user who posts the messages"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_matrix" "web" {
  project  = "acme/web"
  token_wo = var.matrix_token
  room     = "!abcdefghijklmnop:example.com"
}

variable "matrix_token" {
  description = "Access token of the Matrix user who posts the messages"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_matrix" "web" {
  project                      = "acme/web"
  hostname                     = "https://matrix.example.com"
  token_wo                     = var.matrix_token
  room                         = "!abcdefghijklmnop:example.com"
  notify_only_broken_pipelines = false
  branches_to_be_notified      = "protected"
  wiki_page_events             = false
}

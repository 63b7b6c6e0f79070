variable "drone_ci_token" {
  description = "Token of the repository in Drone"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_drone_ci" "web" {
  project   = "acme/web"
  drone_url = "https://drone.example.com"
  token_wo  = var.drone_ci_token
}

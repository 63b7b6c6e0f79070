data "gitlabintegrations_google_play" "web" {
  project = "acme/web"
}

output "google_play_package_name" {
  value = data.gitlabintegrations_google_play.web.package_name
}

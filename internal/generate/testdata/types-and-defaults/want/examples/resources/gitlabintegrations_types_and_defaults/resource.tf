resource "gitlabintegrations_types_and_defaults" "web" {
  project = "acme/web"
  text    = "say \"$${hello}\" %%{if}"
  flag    = true
  number  = 5
  list    = ["ACME", "WEB"]
}

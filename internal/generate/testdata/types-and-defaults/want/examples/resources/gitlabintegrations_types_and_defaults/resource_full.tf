resource "gitlabintegrations_types_and_defaults" "shop" {
  project       = "acme/shop"
  text          = "say \"$${hello}\" %%{if}"
  flag          = true
  number        = 5
  list          = ["ACME", "WEB"]
  copied_flag   = true
  silent_number = 7
}

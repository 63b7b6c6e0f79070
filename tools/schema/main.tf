# tfplugindocs finds a schema only at this address; override.tfrc puts the
# provider that was just built there.
terraform {
  required_providers {
    gitlabintegrations = {
      source = "registry.terraform.io/hashicorp/gitlabintegrations"
    }
  }
}

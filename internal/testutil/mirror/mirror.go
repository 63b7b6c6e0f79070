// Package mirror makes Terraform and OpenTofu install a provider that was built from
// this tree as if it had been released.
package mirror

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// Version is the version of the provider in a mirror.
const Version = "0.0.1"

// Write creates a mirror with the provider's executable in the folder, for the
// default registries of Terraform and OpenTofu, and a CLI configuration that installs
// this provider and no other. It returns the path of the CLI configuration, for
// TF_CLI_CONFIG_FILE.
func Write(folder, provider string) (config string, err error) {
	binary, err := filepath.Abs(provider)
	if err != nil {
		return "", err
	}
	mirror := filepath.Join(folder, "mirror")
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		platform := filepath.Join(mirror, host, "gitlab-integrations/gitlabintegrations", Version, runtime.GOOS+"_"+runtime.GOARCH)
		err := cmp.Or(
			os.MkdirAll(platform, 0o755),
			os.Symlink(binary, filepath.Join(platform, "terraform-provider-gitlabintegrations_v"+Version)),
		)
		if err != nil {
			return "", err
		}
	}
	config = filepath.Join(folder, "cli.tfrc")
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	return config, os.WriteFile(config, []byte(text), 0o600)
}

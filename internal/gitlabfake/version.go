package gitlabfake

import (
	"fmt"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// DefaultVersion is the version of a new GitLab: the release from whose source the
// package was written.
const DefaultVersion = "18.9"

// CheckVersion returns an error for an invalid GitLab.Version. It must be a release
// since 10.0, such as "13.12".
func CheckVersion(text string) error {
	_, err := parseVersion(text)
	return err
}

func parseVersion(text string) (version.Version, error) {
	known, ok := version.Parse(text)
	if !ok || known.String() != text || !known.Since(10, 0) {
		return version.Version{}, fmt.Errorf("%q is no version of GitLab since 10.0, such as 13.12", text)
	}
	return known, nil
}

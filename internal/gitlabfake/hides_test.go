package gitlabfake

import (
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// Until 14.2, GitLab decided by the name of a setting whether it was secret, and hid
// some that were not.
func TestNamesOfSecrets(t *testing.T) {
	for _, test := range []struct {
		version version.Version
		name    string
		hidden  bool
	}{
		{version.New(10, 3), "project_key", false},
		{version.New(10, 4), "project_key", true},
		{version.New(14, 2), "project_key", true},
		{version.New(14, 3), "project_key", false},
		{version.New(11, 11), "description", false},
		{version.New(12, 0), "description", true},
		{version.New(14, 2), "title", true},
		{version.New(14, 3), "title", false},
	} {
		parameter := catalog.Parameter{Name: test.name, Returned: catalog.Properties}
		if hidden := hides(test.version)(parameter); hidden != test.hidden {
			t.Errorf("%s in %s hidden: %t", test.name, test.version, hidden)
		}
	}
}

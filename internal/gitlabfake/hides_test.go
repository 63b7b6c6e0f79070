package gitlabfake

import (
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// GitLab told secrets by their names until 14.2, and took others for some.
func TestNamesOfSecrets(t *testing.T) {
	for _, test := range []struct {
		version version
		name    string
		hidden  bool
	}{
		{version{10, 3}, "project_key", false},
		{version{10, 4}, "project_key", true},
		{version{14, 2}, "project_key", true},
		{version{14, 3}, "project_key", false},
		{version{11, 11}, "description", false},
		{version{12, 0}, "description", true},
		{version{14, 2}, "title", true},
		{version{14, 3}, "title", false},
	} {
		parameter := catalog.Parameter{Name: test.name, Returned: catalog.Properties}
		if hidden := hides(test.version)(parameter); hidden != test.hidden {
			t.Errorf("%s in %s hidden: %t", test.name, test.version, hidden)
		}
	}
}

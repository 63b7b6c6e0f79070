package gitlabfake

import (
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// GitLab clears only passwords. No real integration has all of these types, so the test
// defines one.
func TestOnlyPasswordsAreForgotten(t *testing.T) {
	i := integration{Integration: catalog.Integration{Parameters: []catalog.Parameter{
		{Name: "address", ExposesSecrets: true, Returned: catalog.Properties},
		{Name: "password", Secret: true, Returned: catalog.Hidden},
		{Name: "webhook", Secret: true, Returned: catalog.Hidden},
		{Name: "push_channel", Secret: true, Returned: catalog.Hidden},
		{Name: "key", Secret: true, Returned: catalog.Properties},
		{Name: "username", Returned: catalog.Properties},
	}}}
	r := newRecord(i)
	for _, p := range i.Parameters {
		r.settings[p.Name] = "old"
	}
	r.assign(i, map[string]any{"address": "new"})
	for _, p := range i.Parameters[1:] {
		if forgotten := r.settings[p.Name] == nil; forgotten != (p.Name == "password") {
			t.Errorf("%s cleared: %t", p.Name, forgotten)
		}
	}
}

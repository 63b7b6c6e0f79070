package integration_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

func FuzzImportID(f *testing.F) {
	for _, seed := range []string{"", "42", "acme/web", "acme/sub/web.site", "projects/42", "groups/acme", "groups/", "groups", "/x", "x/", "a%2Fb", "projects/groups/x", " ", "ü", "\x00", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		server := integration.NewServer(newInnerServer(nil), specs, unconfigured)
		tf := newTerraform(t, server)
		for _, typeName := range []string{chatType, storeType, trackerType} {
			imported, found := tf.importState(typeName, id)
			if len(found) > 0 {
				if len(imported) > 0 || found[0].Severity != tfprotov6.DiagnosticSeverityError || strings.Contains(found[0].Summary, "mistake") {
					t.Errorf("%s %q: got %d resources and %s", typeName, id, len(imported), describe(found[0]))
				}
				continue
			}
			expectImport(t, decode(t, tf.schemas.ResourceSchemas[typeName], imported[0].State), id)
		}
	})
}

// expectImport expects that the ID in the state names the same integration as the import
// ID, and that the owner is valid in a configuration.
func expectImport(t *testing.T, state object, id string) {
	t.Helper()
	owner, kind := state["project"], "projects/"
	if owner == nil {
		owner, kind = state["group"], "groups/"
	}
	name, ok := owner.(string)
	if !ok || name == "" || state["id"] != kind+name || !strings.HasSuffix(id, name) {
		t.Errorf("the import ID %q became the state %v", id, state)
	}
	if len(state) == 0 || strings.Trim(name, "/ ") != name {
		t.Errorf("the import ID %q became the owner %q", id, name)
	}
}

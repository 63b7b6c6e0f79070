package compatibility_test

import (
	"os"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// typesOfCatalog returns a function that reports whether a type exists in the catalog
// or in hand-written code.
func typesOfCatalog(t *testing.T) func(typeName string) bool {
	t.Helper()
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]bool{
		"gitlabintegrations_active": true, "gitlabintegrations_custom": true, "gitlabintegrations_disabled": true,
		"gitlabintegrations_exclusive": true, "gitlabintegrations_inventory": true,
	}
	for _, i := range integrations {
		types[i.TypeName()] = true
	}
	return func(typeName string) bool { return types[typeName] }
}

// newest returns the version of GitLab with the most integrations.
func newest(*testing.T) string { return sample.Newest }

func TestSchemaFileIsCurrent(t *testing.T) {
	schema, err := compatibility.Describe(t.Context(), provider.NewServer("test")())
	if err != nil {
		t.Fatal(err)
	}
	stored, err := os.ReadFile("testdata/" + compatibility.SchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(stored) != schema.String() {
		t.Errorf("testdata/%s is not the schema of this tree: run make generate, and commit the result", compatibility.SchemaFile)
	}
}

// This tree must not break the configurations and states of the last release, unless
// that is intended for the next major version. This test does not detect the removal of
// a file from the catalog; make baseline does.
func TestNoBreakingChange(t *testing.T) {
	files, err := compatibility.Read("testdata")
	if err != nil {
		t.Fatal(err)
	}
	if files.Current, err = compatibility.Describe(t.Context(), provider.NewServer("test")()); err != nil {
		t.Fatal(err)
	}
	if faults := files.Faults(typesOfCatalog(t)); len(faults) > 0 {
		t.Error(strings.Join(faults, "\n"))
	}
}

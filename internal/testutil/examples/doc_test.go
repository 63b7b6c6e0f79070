// Package examples_test runs everything that users may copy: the pipelines of
// examples/gitops and examples/compliance, the tests of the modules, and the
// configurations in the guides.
package examples_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// examples is the folder of the examples.
const examples = "../../../examples"

func TestMain(m *testing.M) { clitest.Main(m) }

// checkout copies a folder of the examples to a temporary one, like the checkout of a
// job.
func checkout(t *testing.T, folder string) string {
	t.Helper()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(filepath.Join(examples, folder))); err != nil {
		t.Fatal(err)
	}
	return copied
}

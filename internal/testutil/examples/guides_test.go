package examples_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

const guides = "../../../templates/guides"

var (
	// hclBlock finds the blocks of a guide that are configurations.
	hclBlock = regexp.MustCompile("(?ms)^```terraform\n(.*?)^```")
	// variableName finds the variables that a block uses or declares.
	variableName = regexp.MustCompile(`(?:var\.|variable ")(\w+)`)
	// notValidated are the blocks that no CLI can validate by themselves: they need
	// another provider, are part of a test or of a query, or import into a resource
	// that another block shows.
	notValidated = regexp.MustCompile(`vault_|mock_provider|(?m)^import \{|(?m)^list "`)
)

// configuration is a block of a guide.
type configuration struct{ name, text string }

func configurations(t *testing.T) (found []configuration) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(guides, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found the guides %v (%v)", files, err)
	}
	for _, file := range files {
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		for n, match := range hclBlock.FindAllStringSubmatch(mustRead(t, file), -1) {
			found = append(found, configuration{fmt.Sprintf("%s-%d", name, n+1), match[1]})
		}
	}
	return found
}

func TestGuidesAreFormatted(t *testing.T) {
	t.Parallel()
	cli, folder := clitest.Require(t), t.TempDir()
	for _, c := range configurations(t) {
		mustWrite(t, filepath.Join(folder, c.name+".tf"), c.text)
	}
	output, exitCode := clitest.Run(t.Context(), folder, clitest.Environment(t), cli, "fmt", "-check", "-diff", "-no-color")
	if exitCode != 0 {
		t.Errorf("the guides are not formatted (exit code %d):\n%s", exitCode, output)
	}
}

// TestGuidesAreValid validates each configuration of the guides. Variables that
// another block declares are declared here.
func TestGuidesAreValid(t *testing.T) {
	t.Parallel()
	cli, folder, environment := clitest.Require(t), t.TempDir(), clitest.Environment(t)
	mustWrite(t, filepath.Join(folder, "required.tf"), mustRead(t, filepath.Join(examples, "gitops/modules/standard-integrations/versions.tf")))
	if output, exitCode := clitest.Run(t.Context(), folder, environment, cli, "init", "-no-color"); exitCode != 0 {
		t.Fatalf("init: %s", output)
	}
	validated := 0
	for _, c := range configurations(t) {
		if notValidated.MatchString(c.text) {
			continue
		}
		main := filepath.Join(folder, "main.tf")
		mustWrite(t, main, c.text+declarations(c.text))
		output, exitCode := clitest.Run(t.Context(), folder, environment, cli, "validate", "-no-color")
		if exitCode != 0 {
			t.Errorf("%s is not valid:\n%s\n%s", c.name, c.text, output)
		}
		validated++
		if err := os.Remove(main); err != nil {
			t.Fatal(err)
		}
	}
	if validated == 0 {
		t.Error("no guide has a configuration")
	}
}

// declarations declare the variables that a text only uses.
func declarations(text string) (declared string) {
	known := map[string]bool{}
	for _, match := range variableName.FindAllStringSubmatch(text, -1) {
		if name := match[1]; !known[name] && !strings.Contains(text, `variable "`+name+`"`) {
			declared += fmt.Sprintf("\nvariable %q {}\n", name)
		}
		known[match[1]] = true
	}
	return declared
}

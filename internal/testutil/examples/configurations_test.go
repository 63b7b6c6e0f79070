package examples_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

var (
	// hclBlock finds the blocks of a document that are configurations. In a list, they
	// are indented.
	hclBlock = regexp.MustCompile("(?ms)^( *)```(?:terraform|hcl)\n(.*?)^ *```")
	// variableName finds the variables that a block uses or declares.
	variableName = regexp.MustCompile(`(?:var\.|variable ")(\w+)`)
	// importTarget finds what an import block imports into.
	importTarget = regexp.MustCompile(`(?m)^ +to += +(gitlabintegrations_\w+)\.(\w+)(\[)?`)
	// notValidated are the blocks that the command validate of every CLI does not know, or
	// that need another provider or module. TestBlocksFollowTheSchema checks what they
	// have of this provider.
	notValidated = regexp.MustCompile(`vault_|"gitlab_|"\./modules|(?m)^run "|^list "|^provider_installation|^mock_|^  identity `)
)

// configuration is a block of a document.
type configuration struct{ name, text string }

// documents are the documents with configurations that are written by hand. The
// examples on the other pages are tested by the package provider.
func documents(t *testing.T) (files []string) {
	t.Helper()
	for _, pattern := range []string{"docs/index.md", "docs/guides/*.md", "README.md", "CONTRIBUTING.md", "RELEASING.md", "examples/*/README.md", "examples/modules/*/README.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("found the documents %v (%v) of %s", found, err, pattern)
		}
		files = append(files, found...)
	}
	return files
}

// configurations are the blocks of some files.
func configurations(t *testing.T, files []string) (found []configuration) {
	t.Helper()
	for _, file := range files {
		for n, match := range hclBlock.FindAllStringSubmatch(mustRead(t, file), -1) {
			text := regexp.MustCompile(`(?m)^`+match[1]).ReplaceAllString(match[2], "")
			found = append(found, configuration{fmt.Sprintf("block %d of %s", n+1, strings.TrimPrefix(file, root+"/")), text})
		}
	}
	return found
}

func TestDocumentedConfigurationsAreFormatted(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "docs/*/*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("found the pages %v (%v)", pages, err)
	}
	for _, c := range configurations(t, append(documents(t), pages...)) {
		if formatted := hclwrite.Format([]byte(c.text)); !bytes.Equal(formatted, []byte(c.text)) {
			t.Errorf("%s is not formatted:\n%s\nwant:\n%s", c.name, c.text, formatted)
		}
	}
}

// TestDocumentedConfigurationsAreValid validates each configuration. Variables that
// another block declares, and resources that it imports into, are declared here.
func TestDocumentedConfigurationsAreValid(t *testing.T) {
	t.Parallel()
	cli, folder, environment := clitest.Require(t), t.TempDir(), clitest.Environment(t)
	main, required := filepath.Join(folder, "main.tf"), mustRead(t, filepath.Join(examples, "gitops/modules/standard-integrations/versions.tf"))
	mustWrite(t, main, required)
	if output, exitCode := clitest.Run(t.Context(), folder, environment, cli, "init", "-no-color"); exitCode != 0 {
		t.Fatalf("init: %s", output)
	}
	validated := 0
	for _, c := range configurations(t, documents(t)) {
		if notValidated.MatchString(c.text) {
			continue
		}
		text := c.text + declarations(c.text)
		if !strings.Contains(text, "required_providers") {
			text += required
		}
		mustWrite(t, main, text)
		output, exitCode := clitest.Run(t.Context(), folder, environment, cli, "validate", "-no-color")
		if exitCode != 0 {
			t.Errorf("%s is not valid:\n%s\n%s", c.name, c.text, output)
		}
		validated++
	}
	if validated == 0 {
		t.Error("no document has a configuration")
	}
}

// declarations declare the variables that a text only uses, and the resources that it
// only imports into. One that inherits needs no settings.
func declarations(text string) (declared string) {
	known := map[string]bool{}
	for _, match := range variableName.FindAllStringSubmatch(text, -1) {
		if name := match[1]; !known[name] && !strings.Contains(text, `variable "`+name+`"`) {
			declared += fmt.Sprintf("\nvariable %q {}\n", name)
		}
		known[match[1]] = true
	}
	for _, match := range importTarget.FindAllStringSubmatch(text, -1) {
		if head := fmt.Sprintf("resource %q %q {\n", match[1], match[2]); !strings.Contains(text, head) {
			each := ""
			if match[3] != "" {
				each = "  for_each = toset([])\n"
			}
			declared += "\n" + head + each + "  project = \"acme/web\"\n  use_inherited_settings = true\n}\n"
		}
	}
	return declared
}

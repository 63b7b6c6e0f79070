package examples_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

var (
	// hclBlock matches the blocks of a document that are configurations. In a list,
	// they are indented.
	hclBlock = regexp.MustCompile("(?ms)^( *)```(?:terraform|hcl)\n(.*?)^ *```")
	// variableName matches the variables that a block uses or declares.
	variableName = regexp.MustCompile(`(?:var\.|variable ")(\w+)`)
	// importTarget matches the resource into which an import block imports.
	importTarget = regexp.MustCompile(`(?m)^ +to += +(gitlabintegrations_\w+)\.(\w+)(\[)?`)
	// notValidated matches blocks that the command validate does not support, and those
	// that need another provider or module. TestBlocksFollowTheSchema checks their
	// resources and data sources of this provider.
	notValidated = regexp.MustCompile(`vault_|"gitlab_|"\./modules|(?m)^run "|^provider_installation|^mock_`)
	// withIdentity and listBlock match syntax that only newer CLIs support.
	withIdentity = regexp.MustCompile(`(?m)^  identity `)
	listBlock    = regexp.MustCompile(`(?m)^list "`)
)

// configuration is a block of a document.
type configuration struct{ name, text string }

// documents returns the hand-written documents with configurations.
func documents(t *testing.T) []string {
	t.Helper()
	return slices.DeleteFunc(allDocuments(t), isPage)
}

// isPage reports whether a document is the page of a resource, data source or list
// resource. The package provider tests their examples.
func isPage(file string) bool {
	folder := filepath.Base(filepath.Dir(file))
	return slices.Contains([]string{"resources", "data-sources", "list-resources"}, folder)
}

// allDocuments returns all documents except templates.
func allDocuments(t *testing.T) (files []string) {
	t.Helper()
	for _, name := range markdownFiles(t, os.DirFS(root)) {
		if !strings.HasPrefix(name, "templates/") {
			files = append(files, filepath.Join(root, name))
		}
	}
	return files
}

// configurations returns the blocks in some files.
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
	for _, c := range configurations(t, allDocuments(t)) {
		if formatted := hclwrite.Format([]byte(c.text)); !bytes.Equal(formatted, []byte(c.text)) {
			t.Errorf("%s is not formatted:\n%s\nwant:\n%s", c.name, c.text, formatted)
		}
	}
}

// TestDocumentedConfigurationsAreValid validates each configuration. It adds the
// variables that another block declares, and the resources into which a block imports.
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
		validated++
		t.Run(c.name, func(t *testing.T) {
			arguments := []string{"validate", "-no-color"}
			text := c.text + declarations(c.text)
			switch {
			case withIdentity.MatchString(text):
				clitest.RequireVersion(t, cli, 12, "the identity of resources")
			case listBlock.MatchString(text):
				clitest.RequireVersion(t, cli, 14, "list resources")
				query := filepath.Join(folder, "main.tfquery.hcl")
				mustWrite(t, query, text)
				t.Cleanup(func() { os.Remove(query) })
				text, arguments = "", append(arguments, "-query")
			}
			if !strings.Contains(text, "required_providers") {
				text += required
			}
			mustWrite(t, main, text)
			if output, exitCode := clitest.Run(t.Context(), folder, environment, cli, arguments...); exitCode != 0 {
				t.Errorf("the configuration is not valid:\n%s\n%s", c.text, output)
			}
		})
	}
	if validated == 0 {
		t.Error("no document has a configuration")
	}
}

// declarations returns declarations of the variables that a text uses, and of the
// resources into which it imports, if the text does not declare them. The resources
// inherit, so they need no settings.
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

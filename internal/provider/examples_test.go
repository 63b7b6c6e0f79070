package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

const examples = "../../examples"

// TestExamplesCreate applies the resource examples to a GitLab that has the projects and
// groups of the examples.
func TestExamplesCreate(t *testing.T) {
	for name, batch := range batches(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			applyExamples(t, batch, func(gitlab *gitlabfake.GitLab, i catalog.Integration) string {
				if i.Install != "" {
					setUpExample(gitlab, i)
				}
				text := readExample(t, "resources", i, "resource.tf")
				if _, err := os.Stat(filepath.Join(examples, "resources", i.TypeName(), "resource_full.tf")); err == nil {
					text += readExample(t, "resources", i, "resource_full.tf")
				}
				// Older versions of GitLab have no group integrations.
				if i.HasScope(catalog.Project) && i.HasScope(catalog.Group) && since(gitlab, "17.9") {
					text += readExample(t, "resources", i, "resource_inherited.tf")
				}
				return text
			})
		})
	}
}

// TestExamplesImport applies the examples of import blocks and data sources to
// integrations that were set up in GitLab.
func TestExamplesImport(t *testing.T) { importExamples(t, "import-by-string-id.tf") }

// TestExamplesImportByIdentity is TestExamplesImport for import blocks with an identity,
// which only newer CLIs support.
func TestExamplesImportByIdentity(t *testing.T) {
	clitest.Require(t)
	requireIdentity(t)
	importExamples(t, "import_by_identity.tf")
}

func importExamples(t *testing.T, name string) {
	t.Helper()
	for batchName, batch := range batches(t) {
		t.Run(batchName, func(t *testing.T) {
			t.Parallel()
			applyExamples(t, batch, func(gitlab *gitlabfake.GitLab, i catalog.Integration) string {
				setUpExample(gitlab, i)
				return readExample(t, "resources", i, "resource.tf") +
					readExample(t, "resources", i, name) +
					readExample(t, "data-sources", i, "data-source.tf")
			})
		})
	}
}

func TestExampleOfActive(t *testing.T) {
	t.Parallel()
	applyExamples(t, []catalog.Integration{find(t, "slack")}, func(gitlab *gitlabfake.GitLab, i catalog.Integration) string {
		setUpExample(gitlab, i)
		return mustRead(t, examples+"/data-sources/gitlabintegrations_active/data-source.tf")
	})
}

// TestExamplesOfCustom applies the examples of gitlabintegrations_custom to a project
// without the integration, and to one where it was set up in GitLab.
func TestExamplesOfCustom(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		return mustRead(t, filepath.Join(examples, "resources/gitlabintegrations_custom", name)) + "\n"
	}
	for name, importing := range map[string]string{"create": "", "import": read("import-by-string-id.tf")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gitlab, url := gitlabfake.Start(t)
			gitlab.AddProject("acme/web")
			gitlab.AddProject("acme/api")
			chat := addNewerChat(gitlab)
			if importing != "" {
				chat.records[chatOwner] = map[string]any{"active": true, "channel": "acme-web"}
			}
			unitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{{
					Config:          providerBlock(gitlab, url) + read("resource.tf") + read("resource_inherited.tf") + importing,
					ConfigVariables: config.Variables{"example_chat_token": config.StringVariable("example-token")},
				}},
			})
		})
	}
}

// TestExampleOfProvider only validates the example, which contains the address of a
// nonexistent GitLab.
func TestExampleOfProvider(t *testing.T) {
	t.Parallel()
	c, example := newCLI(t), mustRead(t, examples+"/provider/provider.tf")
	requireFeatures(t, example)
	if err := os.WriteFile(filepath.Join(c.dir, "main.tf"), []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	c.succeed("validate")
}

// TestExamplesAreKnown finds examples that no test applies, and integrations without
// examples.
func TestExamplesAreKnown(t *testing.T) {
	known := []string{"resource.tf", "resource_full.tf", "resource_inherited.tf", "import-by-string-id.tf", "import_by_identity.tf", "data-source.tf", "provider.tf"}
	var files []string
	for _, kind := range []string{"resources", "data-sources", "provider"} {
		found, err := filepath.Glob(filepath.Join(examples, kind, "*", "*.tf"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for name := range loadCatalog(t) {
		for _, file := range []string{"resources/" + name + "/resource.tf", "resources/" + name + "/import-by-string-id.tf", "resources/" + name + "/import_by_identity.tf", "data-sources/" + name + "/data-source.tf"} {
			if !slices.Contains(files, filepath.Join(examples, file)) {
				t.Errorf("the example %s is missing", file)
			}
		}
	}
	for _, file := range files {
		if !slices.Contains(known, filepath.Base(file)) {
			t.Errorf("no test applies %s", file)
		}
	}
}

// batches groups the integrations that one configuration can contain. A project can have
// only one active issue tracker, and newer versions of GitLab lack removed integrations.
func batches(t *testing.T) map[string][]catalog.Integration {
	byName := map[string][]catalog.Integration{}
	for _, i := range loadCatalog(t) {
		name := "current"
		if i.Until != "" || i.Exclusive != "" {
			name = i.Slug
		}
		byName[name] = append(byName[name], i)
	}
	return byName
}

// variableUses matches settings whose value is a variable.
var variableUses = regexp.MustCompile(`(\w+) *= var\.(\w+)`)

// applyExamples applies the given example of each integration.
func applyExamples(t *testing.T, integrations []catalog.Integration, example func(*gitlabfake.GitLab, catalog.Integration) string) {
	t.Helper()
	gitlab, url := startFor(t, integrations[0])
	gitlab.AddProject("acme/web")
	gitlab.AddProject("acme/api")
	gitlab.AddProject("acme/shop")
	gitlab.AddGroup("acme/tools")
	text := providerBlock(gitlab, url)
	variables := config.Variables{}
	for _, i := range integrations {
		part := example(gitlab, i)
		for _, use := range variableUses.FindAllStringSubmatch(part, -1) {
			p, _ := i.Parameter(strings.TrimSuffix(use[1], "_wo"))
			variables[use[2]] = config.StringVariable(fmt.Sprint(p.Example))
		}
		text += part
	}
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps:                    []resource.TestStep{{Config: text, ConfigVariables: variables}},
	})
}

// setUpExample sets up an integration in GitLab with the settings of the minimal example.
func setUpExample(gitlab *gitlabfake.GitLab, i catalog.Integration) {
	owners := []string{"projects/acme/web", "projects/acme/api", "projects/acme/shop"}
	if since(gitlab, "17.9") && i.HasScope(catalog.Group) {
		owners = append([]string{"groups/acme", "groups/acme/tools"}, owners...)
	}
	for _, owner := range owners {
		if strings.HasPrefix(owner, "groups/") || i.HasScope(catalog.Project) {
			gitlab.SetUp(owner, i.Slug, minimal(i))
		}
	}
}

func readExample(t *testing.T, kind string, i catalog.Integration, name string) string {
	t.Helper()
	return mustRead(t, filepath.Join(examples, kind, i.TypeName(), name)) + "\n"
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

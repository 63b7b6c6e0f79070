package examples_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

const module = "gitops/modules/standard-integrations"

// moduleTest initializes a folder and runs the CLI's tests in it.
func moduleTest(t *testing.T, cli, folder string, environment []string, arguments ...string) (output string, exitCode int) {
	t.Helper()
	for _, command := range []string{"init", "test"} {
		output, exitCode = clitest.Run(t.Context(), folder, environment, cli, append([]string{command, "-no-color"}, arguments...)...)
		if command == "init" && exitCode != 0 {
			t.Fatalf("init: %s", output)
		}
	}
	return output, exitCode
}

// passes checks that the tests in a folder pass.
func passes(t *testing.T, cli, folder string, environment []string, words string, arguments ...string) {
	t.Helper()
	output, exitCode := moduleTest(t, cli, folder, environment, arguments...)
	if exitCode != 0 || !strings.Contains(output, words) {
		t.Errorf("the tests ended with %d, without %q:\n%s", exitCode, words, output)
	}
}

// TestModuleWithMocks runs the tests of a module without a GitLab. Without the mocks,
// they must fail.
func TestModuleWithMocks(t *testing.T) {
	t.Parallel()
	mocks := map[string]string{
		"terraform": "mocks/gitlabintegrations_slack.tfmock.hcl",
		"tofu":      "tests/settings.tofutest.hcl",
	}
	clitest.Each(t, func(t *testing.T, cli string) {
		t.Parallel()
		folder := moduleWithMocks(t)
		passes(t, cli, folder, clitest.Environment(t), "3 passed, 0 failed")

		file := filepath.Join(folder, mocks[filepath.Base(t.Name())])
		changed := regexp.MustCompile(`push_events( +)= true`).ReplaceAllString(mustRead(t, file), "push_events$1= false")
		mustWrite(t, file, changed)
		output, exitCode := moduleTest(t, cli, folder, clitest.Environment(t))
		if exitCode != 1 || !strings.Contains(output, "Pushes must be reported") {
			t.Errorf("with another default in the mock, the tests end with %d:\n%s", exitCode, output)
		}
	})
}

// moduleWithMocks returns the module with the folder mocks, which users copy into their
// modules.
func moduleWithMocks(t *testing.T) (folder string) {
	t.Helper()
	folder = checkout(t, module)
	copyMocks(t, folder)
	return folder
}

func copyMocks(t *testing.T, folder string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(folder, "mocks"), os.DirFS(filepath.Join(examples, "mocks"))); err != nil {
		t.Fatal(err)
	}
}

// TestModuleWithFake runs the tests of a module with an in-memory GitLab.
func TestModuleWithFake(t *testing.T) {
	t.Parallel()
	clitest.Each(t, func(t *testing.T, cli string) {
		t.Parallel()
		gitlab, url := gitlabfake.Start(t)
		gitlab.AddProject("acme/web")
		environment := clitest.Environment(t, "GITLAB_BASE_URL="+url, "GITLAB_TOKEN="+gitlab.Token)
		passes(t, cli, checkout(t, module), environment, "2 passed, 0 failed", "-test-directory=tests/fake")
		for owner, slug := range map[string]string{"projects/acme/web": "slack", "groups/acme": "jira"} {
			if record, found := gitlab.Stored(owner, slug); !found || record.Active {
				t.Errorf("%s of %s was not created, or not destroyed", slug, owner)
			}
		}
	})
}

// TestEveryMockIsRead runs a test of a configuration with every resource and data
// source. The IDs show that the values come from the mocks.
func TestEveryMockIsRead(t *testing.T) {
	t.Parallel()
	cli, err := clitest.Named("terraform")
	if err != nil {
		t.Skip(err)
	}
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	copyMocks(t, folder)
	configuration := "terraform {\n  required_providers {\n    gitlabintegrations = {\n      source = \"gitlab-integrations/gitlabintegrations\"\n    }\n  }\n}\n"
	test := "mock_provider \"gitlabintegrations\" {\n  source = \"./mocks\"\n}\n\nvariables {\n"
	asserts := ""
	for _, kind := range []string{"resources", "data-sources"} {
		for _, file := range exampleFiles(t, kind) {
			text := mustRead(t, file)
			configuration += text + "\n"
			test += variables(integrations, text)
			asserts += assertion(t, kind, text)
		}
	}
	mustWrite(t, filepath.Join(folder, "main.tf"), configuration)
	mustWrite(t, filepath.Join(folder, "all.tftest.hcl"), test+"}\n\nrun \"all\" {\n"+asserts+"}\n")
	passes(t, cli, folder, clitest.Environment(t), "1 passed, 0 failed")
}

// exampleFiles returns the first examples of all resources or data sources.
func exampleFiles(t *testing.T, kind string) []string {
	t.Helper()
	name := map[string]string{"resources": "resource.tf", "data-sources": "data-source.tf"}[kind]
	files, err := filepath.Glob(filepath.Join(examples, kind, "*", name))
	if err != nil || len(files) == 0 {
		t.Fatalf("found the examples %v (%v)", files, err)
	}
	return files
}

// variableUse matches a setting whose value comes from a variable.
var variableUse = regexp.MustCompile(`(\w+) *= var\.(\w+)`)

// variables returns values for the variables of an example, which are the examples in
// the catalog.
func variables(integrations []catalog.Integration, text string) string {
	lines := ""
	typeName := resourceHead.FindStringSubmatch(text)[2]
	at := slices.IndexFunc(integrations, func(i catalog.Integration) bool { return i.TypeName() == typeName })
	for _, use := range variableUse.FindAllStringSubmatch(text, -1) {
		value := any("secret")
		if at >= 0 {
			p, _ := integrations[at].Parameter(strings.TrimSuffix(use[1], "_wo"))
			value = p.Example
		}
		lines += fmt.Sprintf("  %s = %q\n", use[2], value)
	}
	return lines
}

// resourceHead matches the type and the name of a resource or data source.
var resourceHead = regexp.MustCompile(`(?m)^(resource|data) "(\w+)" "(\w+)"`)

// assertion returns an assertion about the ID in the mock.
func assertion(t *testing.T, kind, text string) string {
	t.Helper()
	match := resourceHead.FindStringSubmatch(text)
	if match == nil {
		t.Fatalf("there is no resource in %s", text)
	}
	address := match[2] + "." + match[3]
	if kind == "data-sources" {
		address = "data." + address
	}
	mock := mustRead(t, filepath.Join(examples, "mocks", match[2]+".tfmock.hcl"))
	id := regexp.MustCompile(`\n    id +=  *(".*")`).FindStringSubmatch(mock)
	return fmt.Sprintf("  assert {\n    condition     = %s.id == %s\n    error_message = \"%s\"\n  }\n", address, id[1], address)
}

// TestMocksHaveEverythingComputed compares the mocks with the provider's schema.
func TestMocksHaveEverythingComputed(t *testing.T) {
	response, err := provider.NewServer("test")().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range response.ResourceSchemas {
		if got, want := mockedAttributes(t, "mock_resource", name), computedAttributes(schema); !slices.Equal(got, want) {
			t.Errorf("the mock of the resource %s has %v instead of %v", name, got, want)
		}
	}
	for name, schema := range response.DataSourceSchemas {
		want := computedAttributes(schema)
		for _, attribute := range mockedAttributes(t, "mock_data", name) {
			if !slices.Contains(want, attribute) {
				t.Errorf("the mock of the data source %s has %s, which is not computed", name, attribute)
			}
		}
	}
}

// computedAttributes returns the names of the attributes that the provider can set.
func computedAttributes(schema *tfprotov6.Schema) []string {
	names := map[string]bool{}
	for _, attribute := range schema.Block.Attributes {
		if attribute.Computed {
			names[attribute.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// mockedAttribute matches an attribute in the defaults.
var mockedAttribute = regexp.MustCompile(`(?m)^    (\w+) +=`)

// mockedAttributes returns the names of the attributes in a block of a mock file.
func mockedAttributes(t *testing.T, block, typeName string) []string {
	t.Helper()
	text := mustRead(t, filepath.Join(examples, "mocks", typeName+".tfmock.hcl"))
	_, text, found := strings.Cut(text, fmt.Sprintf("%s %q {", block, typeName))
	text, _, ended := strings.Cut(text, "\n}\n")
	if !found || !ended {
		t.Fatalf("there is no %s of %s", block, typeName)
	}
	names := map[string]bool{}
	for _, match := range mockedAttribute.FindAllStringSubmatch(text, -1) {
		names[match[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func mustRead(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func mustWrite(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

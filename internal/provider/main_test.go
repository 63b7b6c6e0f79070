package provider_test

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// factories start the provider in the test process.
var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"gitlabintegrations": func() (tfprotov6.ProviderServer, error) { return provider.NewServer("test")(), nil },
}

// binaries is the directory of the built provider, for the tests that run the CLI
// themselves. cliPath is the path of the CLI; if it is empty, the tests that need a CLI
// are skipped.
var binaries, cliPath string

func TestMain(m *testing.M) {
	status, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(status)
}

// run finds a CLI, creates a directory, and removes the user's own settings from the
// environment of the tests.
func run(m *testing.M) (status int, err error) {
	if cliPath, err = clitest.Find(); err != nil && !errors.Is(err, clitest.ErrNotFound) {
		return 0, err
	}
	if binaries, err = os.MkdirTemp("", "gitlabintegrations-test-"); err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(binaries) }()
	for name, value := range map[string]string{
		"TF_ACC_TERRAFORM_PATH":     cliPath,
		"TF_ACC_PROVIDER_NAMESPACE": "gitlab-integrations",
		"TF_ACC_PROVIDER_HOST":      registryOf(cliPath),
		"TF_CLI_CONFIG_FILE":        os.DevNull,
		"GITLAB_BASE_URL":           "",
		"GITLAB_TOKEN":              "",
		"GITLAB_TOKEN_TYPE":         "",
		"GITLAB_CACERT":             "",
		"GITLAB_CACERT_FILE":        "",
		"TF_APPEND_USER_AGENT":      "",
	} {
		if err := os.Setenv(name, value); err != nil {
			return 0, err
		}
	}
	return m.Run(), nil
}

// registryOf returns the default registry of a CLI. OpenTofu 1.6 does not find a provider
// of the test process under the registry of Terraform.
func registryOf(cli string) string {
	if strings.HasPrefix(filepath.Base(cli), "tofu") {
		return "registry.opentofu.org"
	}
	return "registry.terraform.io"
}

// unitTest runs the steps with the provider in the test process. It skips the test if no
// CLI is installed, because the framework would download one.
func unitTest(t *testing.T, c resource.TestCase) {
	t.Helper()
	clitest.Require(t)
	for _, step := range c.Steps {
		requireFeatures(t, step.Config)
	}
	resource.UnitTest(t, c)
}

// oldVersion is a version of the first generation of GitLab.
const oldVersion = "10.8"

// since reports whether GitLab has the given release or a later one.
func since(gitlab *gitlabfake.GitLab, release string) bool {
	return within(gitlab.Version, release, "")
}

// startOld is gitlabfake.Start for oldVersion.
func startOld(t *testing.T) (gitlab *gitlabfake.GitLab, url string) {
	t.Helper()
	gitlab, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	gitlab.Version = oldVersion
	server := httptest.NewServer(gitlab)
	t.Cleanup(server.Close)
	return gitlab, server.URL
}

// buildProvider builds the provider once for all tests.
var buildProvider = sync.OnceValue(func() error {
	output, err := exec.Command("go", "build", "-buildvcs=false",
		"-o", filepath.Join(binaries, "terraform-provider-gitlabintegrations"), "../..").CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"gitlab-integrations/gitlabintegrations\" = %q\n  }\n  direct {}\n}\n", binaries)
	return os.WriteFile(filepath.Join(binaries, "cli.tfrc"), []byte(config), 0o600)
})

// required configures Terraform to use the built provider.
const required = `
terraform {
  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}
`

// cli runs Terraform or OpenTofu in its own directory, with the provider in a separate
// process and its own fake GitLab.
type cli struct {
	t      *testing.T
	gitlab *gitlabfake.GitLab
	dir    string
	env    []string
}

// newCLI starts a GitLab with the project acme/web, creates the directory, and configures
// the provider with environment variables.
func newCLI(t *testing.T) *cli {
	t.Helper()
	gitlab, url := gitlabfake.Start(t)
	return newCLIOn(t, gitlab, url)
}

// newCLIOn is newCLI on a running fake GitLab.
func newCLIOn(t *testing.T, gitlab *gitlabfake.GitLab, url string) *cli {
	t.Helper()
	clitest.Require(t)
	if err := buildProvider(); err != nil {
		t.Fatal(err)
	}
	gitlab.AddProject("acme/web")
	return &cli{t: t, gitlab: gitlab, dir: t.TempDir(), env: append(os.Environ(),
		"TF_CLI_CONFIG_FILE="+filepath.Join(binaries, "cli.tfrc"),
		"TF_IN_AUTOMATION=1",
		"CHECKPOINT_DISABLE=1",
		"GITLAB_BASE_URL="+url,
		"GITLAB_TOKEN="+gitlab.Token,
	)}
}

// configure writes the configuration. It skips the test if the CLI does not support the
// configuration.
func (c *cli) configure(config string) {
	c.t.Helper()
	requireFeatures(c.t, config)
	if err := os.WriteFile(filepath.Join(c.dir, "main.tf"), []byte(required+config), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// try runs a command. It returns the output in one line, without the frames of
// diagnostics, and reports whether the command succeeded.
func (c *cli) try(arguments ...string) (output string, succeeded bool) {
	c.t.Helper()
	command := exec.Command(cliPath, append(arguments, "-no-color")...)
	command.Dir, command.Env = c.dir, c.env
	raw, err := command.CombinedOutput()
	text := strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(string(raw))
	return strings.Join(strings.Fields(text), " "), err == nil
}

func (c *cli) succeed(arguments ...string) string {
	c.t.Helper()
	output, succeeded := c.try(arguments...)
	if !succeeded {
		c.t.Fatalf("%s failed: %s", arguments[0], output)
	}
	return output
}

// fail runs a command that must fail with the given words in its output.
func (c *cli) fail(words string, arguments ...string) {
	c.t.Helper()
	output, succeeded := c.try(arguments...)
	if succeeded {
		c.t.Fatalf("%s succeeded instead of %q: %s", arguments[0], words, output)
	}
	c.shows(output, words)
}

// shows expects the given words in an output.
func (c *cli) shows(output string, words ...string) {
	c.t.Helper()
	for _, phrase := range words {
		if !strings.Contains(output, phrase) {
			c.t.Errorf("the output of the CLI does not contain %q, but: %s", phrase, output)
		}
	}
}

func (c *cli) apply() string {
	c.t.Helper()
	return c.succeed("apply", "-auto-approve", "-input=false")
}

// requests returns the number of requests since the last call, by method.
func (c *cli) requests() map[string]int {
	counts := map[string]int{}
	for _, request := range c.gitlab.Requests() {
		counts[request.Method]++
	}
	c.gitlab.Forget()
	return counts
}

package main

import (
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

//go:embed config
var configuration embed.FS

// cli is a Terraform or OpenTofu in a folder of its own, which installs the
// provider from a mirror in that folder and keeps nothing anywhere else.
type cli struct {
	path string
	dir  string
	env  []string
}

// newCLI makes the folder. The caller removes it.
func newCLI(path, provider, url, token string) (*cli, error) {
	dir, err := os.MkdirTemp("", "gitlabintegrations-demo-")
	if err != nil {
		return nil, err
	}
	c := &cli{path: path, dir: dir, env: append(cleanEnvironment(),
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"),
		"GITLAB_BASE_URL="+url,
		"GITLAB_TOKEN="+token,
	)}
	if err := c.mirror(provider); err != nil {
		c.remove()
		return nil, err
	}
	return c, nil
}

// cleanEnvironment is the user's environment less what would change the demo.
func cleanEnvironment() []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "TF_") || strings.HasPrefix(variable, "GITLAB_")
	})
}

// mirror lets the CLI find the provider, and no other one, without a registry.
func (c *cli) mirror(provider string) error {
	binary, err := filepath.Abs(provider)
	if err != nil {
		return err
	}
	mirror := filepath.Join(c.dir, "mirror")
	folder := filepath.Join(mirror, "registry.terraform.io/gitlab-integrations/gitlabintegrations/0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
	config := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	return cmp.Or(
		os.MkdirAll(folder, 0o755),
		os.Symlink(binary, filepath.Join(folder, "terraform-provider-gitlabintegrations_v0.0.1")),
		os.WriteFile(filepath.Join(c.dir, "cli.tfrc"), []byte(config), 0o600),
	)
}

// remove removes the folder.
func (c *cli) remove() { _ = os.RemoveAll(c.dir) }

// configure adds one of the configuration files.
func (c *cli) configure(name string) error {
	content, err := configuration.ReadFile("config/" + name)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.dir, name), content, 0o600)
}

// command prepares the CLI to run in its folder.
func (c *cli) command(arguments ...string) *exec.Cmd {
	command := exec.Command(c.path, arguments...)
	command.Dir = c.dir
	command.Env = c.env
	return command
}

// announce prepares the CLI to run, and shows the command line.
func (c *cli) announce(arguments ...string) *exec.Cmd {
	fmt.Printf("$ %s %s\n", filepath.Base(c.path), strings.Join(arguments, " "))
	return c.command(arguments...)
}

// run shows the CLI at work, and returns an error unless it ends as expected.
func (c *cli) run(wantExitCode int, arguments ...string) error {
	command := c.announce(arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	if code := command.ProcessState.ExitCode(); code != wantExitCode {
		return fmt.Errorf("%s ended with exit code %d instead of %d", arguments[0], code, wantExitCode)
	}
	return nil
}

// quietly runs the CLI and shows what it says only if it fails.
func (c *cli) quietly(arguments ...string) error {
	output, err := c.announce(arguments...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s failed: %w\n%s", arguments[0], err, output)
	}
	return nil
}

// changes says what a plan does to which resources: "create", "update",
// "import and update" and so on.
type changes map[string]string

// plan shows a plan, and returns an error unless it makes these changes.
func (c *cli) plan(want changes) error {
	if err := c.run(2, "plan", "-detailed-exitcode", "-out=plan.tfplan"); err != nil {
		return err
	}
	got, err := c.planned()
	if err != nil {
		return err
	}
	if !maps.Equal(got, want) {
		return fmt.Errorf("the plan would %v instead of %v", got, want)
	}
	return nil
}

// planned reads the changes of the plan that was made last.
func (c *cli) planned() (changes, error) {
	output, err := c.command("show", "-json", "plan.tfplan").Output()
	if err != nil {
		return nil, fmt.Errorf("show failed: %w", err)
	}
	var plan struct {
		Resources []resourceChange `json:"resource_changes"`
	}
	if err := json.Unmarshal(output, &plan); err != nil {
		return nil, err
	}
	planned := changes{}
	for _, resource := range plan.Resources {
		if what := resource.String(); what != "no-op" {
			planned[resource.Address] = what
		}
	}
	return planned, nil
}

// resourceChange is what `show -json` says about one resource of a plan.
type resourceChange struct {
	Address string
	Change  struct {
		Actions   []string
		Importing *struct{}
	}
}

// String says what happens to the resource.
func (r resourceChange) String() string {
	what := strings.Join(r.Change.Actions, " and ")
	if r.Change.Importing != nil {
		return "import and " + what
	}
	return what
}

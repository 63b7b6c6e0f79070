package main

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/mirror"
)

//go:embed config
var configuration embed.FS

// cli runs Terraform or OpenTofu in a temporary folder, which also contains the
// mirror from which the CLI installs the provider.
type cli struct {
	path string // of the executable
	dir  string
	env  []string
}

// newCLI creates the folder. The caller removes it with remove.
func newCLI(path, provider, url, token string) (*cli, error) {
	dir, err := os.MkdirTemp("", "gitlabintegrations-demo-")
	if err != nil {
		return nil, err
	}
	c := &cli{path: path, dir: dir}
	config, err := mirror.Write(dir, provider)
	if err != nil {
		c.remove()
		return nil, err
	}
	c.env = append(cleanEnvironment(),
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE="+config,
		"GITLAB_BASE_URL="+url,
		"GITLAB_TOKEN="+token,
	)
	return c, nil
}

// cleanEnvironment returns the user's environment without the variables that
// configure Terraform, OpenTofu or the provider.
func cleanEnvironment() []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "TF_") || strings.HasPrefix(variable, "GITLAB_")
	})
}

// remove deletes the folder.
func (c *cli) remove() { _ = os.RemoveAll(c.dir) }

// configure adds one of the embedded configuration files to the folder.
func (c *cli) configure(name string) error {
	content, err := configuration.ReadFile("config/" + name)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.dir, name), content, 0o600)
}

// command returns a command that runs the CLI in the folder.
func (c *cli) command(arguments ...string) *exec.Cmd {
	command := exec.Command(c.path, arguments...)
	command.Dir = c.dir
	command.Env = c.env
	return command
}

// announce is command, and prints the command line.
func (c *cli) announce(arguments ...string) *exec.Cmd {
	fmt.Printf("$ %s %s\n", filepath.Base(c.path), strings.Join(arguments, " "))
	return c.command(arguments...)
}

// run runs the CLI and prints its output. It returns an error unless the CLI ends
// with the exit code.
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

// quietly runs the CLI. Its output is only in the error, if it fails.
func (c *cli) quietly(arguments ...string) error {
	output, err := c.announce(arguments...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s failed: %w\n%s", arguments[0], err, output)
	}
	return nil
}

// changes contains what a plan does to each resource, by address: "create", "update",
// "import and update" and so on.
type changes map[string]string

// plan makes a plan and prints it. It returns an error unless the plan makes
// exactly these changes.
func (c *cli) plan(want changes) error {
	if err := c.run(2, "plan", "-detailed-exitcode", "-out=plan.tfplan"); err != nil {
		return err
	}
	got, err := c.planned()
	if err != nil {
		return err
	}
	if !maps.Equal(got, want) {
		return fmt.Errorf("the plan makes the changes %v instead of %v", got, want)
	}
	return nil
}

// planned returns the changes of the last plan.
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
		if action := resource.action(); action != "no-op" {
			planned[resource.Address] = action
		}
	}
	return planned, nil
}

// resourceChange is a resource in a plan, as `show -json` writes it.
type resourceChange struct {
	Address string
	Change  struct {
		Actions   []string
		Importing *struct{}
	}
}

// action returns what the plan does to the resource, such as "import and update".
func (r resourceChange) action() string {
	actions := strings.Join(r.Change.Actions, " and ")
	if r.Change.Importing != nil {
		return "import and " + actions
	}
	return actions
}

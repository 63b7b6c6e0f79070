package provider_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// reattach finds the variable that the provider prints for the CLI.
var reattach = regexp.MustCompile(`TF_REATTACH_PROVIDERS='(.*)'`)

// TestDebug attaches the CLI to a provider that a debugger could have started,
// as CONTRIBUTING.md says. That process has GitLab's address and token, and no
// other provider can be found.
func TestDebug(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	variable := startDebugging(t, c.env)
	// OpenTofu has a default registry of its own.
	if strings.Contains(c.succeed("version"), "OpenTofu") {
		variable = strings.Replace(variable, "registry.terraform.io", "registry.opentofu.org", 1)
	}
	c.env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1", "TF_REATTACH_PROVIDERS="+variable)
	c.configure(resourceWeb("slack", settings{"project": "acme/web", "webhook": "https://hooks.slack.com/services/debug"}))
	c.succeed("init")
	c.shows(c.succeed("apply", "-auto-approve"), "1 added")
	if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); !stored.Active {
		t.Error("GitLab does not have Slack switched on")
	}
}

// startDebugging starts the provider with -debug and returns what it prints for
// the CLI.
func startDebugging(t *testing.T, env []string) string {
	t.Helper()
	command := exec.Command(filepath.Join(binaries, "terraform-provider-gitlabintegrations"), "-debug")
	command.Env = env
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if match := reattach.FindStringSubmatch(lines.Text()); match != nil {
			go func() { _, _ = io.Copy(io.Discard, output) }()
			return match[1]
		}
	}
	t.Fatalf("the provider has ended without a variable: %v", lines.Err())
	return ""
}

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

// reattach matches the variable that the provider prints for the CLI.
var reattach = regexp.MustCompile(`TF_REATTACH_PROVIDERS='(.*)'`)

// TestDebug runs the CLI against a provider process started with -debug, as
// CONTRIBUTING.md describes. Only that process has GitLab's address and token, and no
// other provider is installed.
func TestDebug(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	variable := startDebugging(t, c.env)
	// OpenTofu uses a different default registry.
	if strings.Contains(c.succeed("version"), "OpenTofu") {
		variable = strings.Replace(variable, "registry.terraform.io", "registry.opentofu.org", 1)
	}
	c.env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1", "TF_REATTACH_PROVIDERS="+variable)
	c.configure(resourceWeb("slack", settings{"project": "acme/web", "webhook": "https://hooks.slack.com/services/debug"}))
	c.succeed("init")
	c.shows(c.succeed("apply", "-auto-approve"), "1 added")
	if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); !stored.Active {
		t.Error("Slack is not enabled in GitLab")
	}
}

// startDebugging starts the provider with -debug and returns the variable that it prints
// for the CLI.
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
	t.Fatalf("the provider exited without printing the variable: %v", lines.Err())
	return ""
}

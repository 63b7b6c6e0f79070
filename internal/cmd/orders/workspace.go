package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

const required = `terraform {
  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}
`

// workspace is a folder in which the CLI runs.
type workspace struct {
	dir, cli, address string
	workers           int
}

func newWorkspace(cli, provider, address string, workers int) (*workspace, error) {
	dir, err := os.MkdirTemp("", "orders-")
	if err != nil {
		return nil, err
	}
	w := &workspace{dir, cli, address, workers}
	return w, w.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"gitlab-integrations/gitlabintegrations\" = %q\n  }\n  direct {}\n}\n", provider))
}

func (w *workspace) remove() { _ = os.RemoveAll(w.dir) }

func (w *workspace) write(name, content string) error {
	return os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600)
}

// configure writes the configuration.
func (w *workspace) configure(config string) error { return w.write("main.tf", required+config) }

// run runs a command of the CLI, and returns what it says.
func (w *workspace) run(ctx context.Context, command string, arguments ...string) (output string, err error) {
	flags := []string{command, "-input=false", "-no-color", fmt.Sprint("-parallelism=", w.workers)}
	run := exec.CommandContext(ctx, w.cli, append(flags, arguments...)...)
	run.Dir = w.dir
	run.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(w.dir, "cli.tfrc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"GITLAB_BASE_URL="+w.address, "GITLAB_TOKEN="+gitlabfake.DefaultToken)
	said, err := run.CombinedOutput()
	if err != nil {
		return string(said), fmt.Errorf("%s: %w\n%s", command, err, said)
	}
	return string(said), nil
}

// apply applies a configuration.
func (w *workspace) apply(ctx context.Context, config string, arguments ...string) error {
	if err := w.configure(config); err != nil {
		return err
	}
	_, err := w.run(ctx, "apply", append([]string{"-auto-approve"}, arguments...)...)
	return err
}

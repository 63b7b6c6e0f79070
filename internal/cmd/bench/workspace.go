package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// workspace is a folder in which the CLI runs, with its own state.
type workspace struct {
	dir         string
	cli         string
	env         []string
	parallelism int
}

// newWorkspace creates a workspace. The environment contains the variables that
// configure the provider.
func (b *bench) newWorkspace(environment ...string) (*workspace, error) {
	dir, err := os.MkdirTemp(b.dir, "workspace-")
	if err != nil {
		return nil, err
	}
	w := &workspace{dir: dir, cli: b.cli, parallelism: b.parallelism, env: append(b.environment(), environment...)}
	state := b.states.URL + "/" + filepath.Base(dir)
	backend := block(`backend "http"`, settings{
		"address": state, "lock_address": state + "/lock", "unlock_address": state + "/lock",
		"lock_method": "POST", "unlock_method": "DELETE",
	})
	// During init, the CLI ignores that the provider is overridden and would look for
	// it in a registry, so init runs before the configuration is written.
	if err := w.write("backend.tf", "terraform {\n"+backend+"}\n"); err != nil {
		return nil, err
	}
	_, err = w.run("init", "-input=false", "-no-color")
	return w, err
}

// environment returns the user's environment without the variables that configure
// Terraform, OpenTofu or the provider.
func (b *bench) environment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "GITLAB_") {
			kept = append(kept, variable)
		}
	}
	return append(kept,
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE="+filepath.Join(b.dir, "cli.tfrc"),
		meteredVariable+"="+b.provider,
	)
}

// meter returns the path of the executable that runs as the meter.
func (b *bench) meter() string { return filepath.Join(b.dir, "provider", providerName) }

// overrideProvider configures the CLI to start the meter as the provider.
func (b *bench) overrideProvider() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	folder := filepath.Dir(b.meter())
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"gitlab-integrations/gitlabintegrations\" = %q\n  }\n  direct {}\n}\n", folder)
	return cmp.Or(
		os.Mkdir(folder, 0o755),
		os.Symlink(self, b.meter()),
		os.WriteFile(filepath.Join(b.dir, "cli.tfrc"), []byte(config), 0o600),
	)
}

func (w *workspace) write(name, content string) error {
	return os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600)
}

// run runs the CLI. If it fails, the error contains the end of its output.
func (w *workspace) run(arguments ...string) (*os.ProcessState, error) {
	command := exec.Command(w.cli, arguments...)
	command.Dir, command.Env = w.dir, w.env
	output, err := command.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", arguments[0], err, lastLines(string(output), 50))
	}
	return command.ProcessState, nil
}

func lastLines(text string, number int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-number):], "\n")
}

// cost is the time and memory of a command.
type cost struct {
	wall     time.Duration
	cli      time.Duration // CPU time of the CLI alone
	provider usage
}

// measure runs a command without input, and returns its cost.
func (w *workspace) measure(arguments ...string) (cost, error) {
	reports, err := os.MkdirTemp(w.dir, "reports-")
	if err != nil {
		return cost{}, err
	}
	metered := *w
	metered.env = append(w.env[:len(w.env):len(w.env)], reportsVariable+"="+reports)
	arguments = append(arguments, "-input=false", "-no-color", fmt.Sprint("-parallelism=", w.parallelism))
	started := time.Now()
	process, err := metered.run(arguments...)
	wall := time.Since(started)
	if err != nil {
		return cost{}, err
	}
	provider, err := readReports(reports)
	return cost{wall: wall, cli: cpuTime(process) - provider.CPU - provider.Meter, provider: provider}, err
}

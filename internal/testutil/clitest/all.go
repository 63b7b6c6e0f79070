package clitest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/semver"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/mirror"
)

// Each runs a test with Terraform and with OpenTofu. These are subtests with the names
// "terraform" and "tofu", which are skipped if the CLI is missing.
func Each(t *testing.T, test func(t *testing.T, path string)) {
	for _, name := range []string{"terraform", "tofu"} {
		t.Run(name, func(t *testing.T) {
			path, err := Named(name)
			if err != nil {
				t.Skip(err)
			}
			test(t, path)
		})
	}
}

// Named returns the path of "terraform" or "tofu": that of TF_ACC_TERRAFORM_PATH if the
// variable names this CLI, or else the one on the PATH or in bin/.
func Named(name string) (path string, err error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	for _, candidate := range []string{os.Getenv(pathVariable), name, filepath.Join(root, "bin", name)} {
		if !strings.HasPrefix(filepath.Base(candidate), name) {
			continue
		}
		if path, err := exec.LookPath(candidate); err == nil {
			return filepath.Abs(path)
		}
	}
	if name == "tofu" {
		return "", errors.New("the test runs tofu, which is neither on the PATH nor in bin/: run make bin/tofu")
	}
	return "", fmt.Errorf("the test runs %s, which is not on the PATH", name)
}

// RequireVersion skips a test if the CLI is older than version 1.minor, in which the
// feature was introduced.
func RequireVersion(t testing.TB, path string, minor int, feature string) {
	t.Helper()
	version, err := versionOf(path)
	if err != nil {
		t.Fatal(err)
	}
	if semver.Compare(semver.MajorMinor("v"+version), fmt.Sprintf("v1.%d", minor)) < 0 {
		t.Skipf("the CLI is %s, and %s came with 1.%d", version, feature, minor)
	}
}

// versions caches the versions of CLIs by their paths.
var versions sync.Map

// versionOf returns the version of a CLI. It runs each CLI once.
func versionOf(path string) (string, error) {
	if known, asked := versions.Load(path); asked {
		return fmt.Sprint(known), nil
	}
	command := exec.Command(path, "version", "-json")
	// With the user's CLI configuration, the CLI might write warnings into the JSON.
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull)
	output, err := command.Output()
	var found struct {
		Version string `json:"terraform_version"`
	}
	if err != nil || json.Unmarshal(output, &found) != nil {
		return "", fmt.Errorf("%s version -json: %v\n%s", path, err, output)
	}
	versions.Store(path, found.Version)
	return found.Version, nil
}

// Root returns the folder of the repository.
func Root() (string, error) {
	folder, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", errors.New("there is no go.mod above the working directory")
		}
		folder = parent
	}
	return "", err
}

// binaries is the folder with the built provider, or "" if the provider was not built.
var binaries string

// installable builds the provider once for each process, and returns the CLI
// configuration that installs it.
var installable = sync.OnceValues(func() (config string, err error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	if binaries, err = os.MkdirTemp("", "gitlabintegrations-test-"); err != nil {
		return "", err
	}
	binary := filepath.Join(binaries, "terraform-provider-gitlabintegrations")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", binary, ".")
	build.Dir = root
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, output)
	}
	return mirror.Write(binaries, binary)
})

// Main runs the tests of a package that calls Environment, and then removes the
// provider that was built for them. The TestMain of the package must call it.
func Main(m *testing.M) {
	status := m.Run()
	if binaries != "" {
		_ = os.RemoveAll(binaries)
	}
	os.Exit(status)
}

// Environment returns an environment in which a CLI installs the provider of this
// repository. It adds variables such as "GITLAB_TOKEN=t", and removes the user's
// variables that configure a CLI or the provider.
func Environment(t testing.TB, variables ...string) []string {
	t.Helper()
	config, err := installable()
	if err != nil {
		t.Fatal(err)
	}
	environment := []string{"CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE=" + config}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "GITLAB_") && !strings.HasPrefix(name, "CI_") {
			environment = append(environment, variable)
		}
	}
	return append(environment, variables...)
}

// Run runs a command in a folder, and returns its output and its exit code. If the
// command cannot be started, the exit code is -1, and the output contains the error.
func Run(ctx context.Context, folder string, environment []string, path string, arguments ...string) (output string, exitCode int) {
	command := exec.CommandContext(ctx, path, arguments...)
	command.Dir, command.Env = folder, environment
	printed, err := command.CombinedOutput()
	if command.ProcessState == nil {
		return err.Error(), -1
	}
	return string(printed), command.ProcessState.ExitCode()
}

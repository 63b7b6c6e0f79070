package clitest_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// folderWith returns a folder of executables with these names.
func folderWith(t *testing.T, names ...string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestFind(t *testing.T) {
	named := filepath.Join(folderWith(t, "tofu-1.11"), "tofu-1.11")
	tests := map[string]struct {
		onPath   []string
		variable string
		want     string
	}{
		"the variable before the PATH": {[]string{"terraform", "tofu"}, named, "tofu-1.11"},
		"terraform before tofu":        {[]string{"terraform", "tofu"}, "", "terraform"},
		"tofu":                         {[]string{"tofu"}, "", "tofu"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PATH", folderWith(t, test.onPath...))
			t.Setenv("TF_ACC_TERRAFORM_PATH", test.variable)
			if got, err := clitest.Find(); err != nil || filepath.Base(got) != test.want {
				t.Errorf("got %q and the error %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestFindNothing(t *testing.T) {
	t.Setenv("PATH", folderWith(t))
	t.Setenv("TF_ACC_TERRAFORM_PATH", "")
	if got, err := clitest.Find(); !errors.Is(err, clitest.ErrNotFound) {
		t.Errorf("got %q and the error %v", got, err)
	}
}

// With a wrong path, Find must neither return another CLI nor make tests skip.
func TestFindRefusesAWrongPath(t *testing.T) {
	t.Setenv("PATH", folderWith(t, "terraform"))
	t.Setenv("TF_ACC_TERRAFORM_PATH", "/does/not/exist")
	got, err := clitest.Find()
	if err == nil || errors.Is(err, clitest.ErrNotFound) || !strings.Contains(err.Error(), "TF_ACC_TERRAFORM_PATH does not name an executable") {
		t.Errorf("got %q and the error %v", got, err)
	}
}

// recorder is a test that records whether it was skipped or failed.
type recorder struct {
	testing.TB
	outcome string
}

func (r *recorder) Helper() {}

func (r *recorder) Skip(arguments ...any) { r.outcome = "skipped: " + fmt.Sprint(arguments...) }

func (r *recorder) Fatal(arguments ...any) { r.outcome = "failed: " + fmt.Sprint(arguments...) }

func TestRequire(t *testing.T) {
	tests := map[string]struct {
		variable string
		want     string
	}{
		"no CLI":     {"", "skipped: the test runs terraform or tofu, and neither is on the PATH: run make test"},
		"wrong path": {"/does/not/exist", "failed: TF_ACC_TERRAFORM_PATH does not name an executable"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PATH", folderWith(t))
			t.Setenv("TF_ACC_TERRAFORM_PATH", test.variable)
			r := &recorder{TB: t}
			clitest.Require(r)
			if !strings.HasPrefix(r.outcome, test.want) {
				t.Errorf("got %q, want %q", r.outcome, test.want)
			}
		})
	}
}

func TestNamed(t *testing.T) {
	variable := filepath.Join(folderWith(t, "terraform-1.5"), "terraform-1.5")
	onPath := folderWith(t, "terraform", "tofu")
	t.Setenv("PATH", onPath)
	t.Setenv("TF_ACC_TERRAFORM_PATH", variable)
	for name, want := range map[string]string{"terraform": variable, "tofu": filepath.Join(onPath, "tofu")} {
		if got, err := clitest.Named(name); err != nil || got != want {
			t.Errorf("%s is %q and the error %v, want %q", name, got, err, want)
		}
	}
}

func TestNamedNothing(t *testing.T) {
	t.Setenv("PATH", folderWith(t, "tofu"))
	t.Setenv("TF_ACC_TERRAFORM_PATH", "")
	if got, err := clitest.Named("terraform"); err == nil || !strings.Contains(err.Error(), "terraform, which is not on the PATH") {
		t.Errorf("got %q and the error %v", got, err)
	}
}

func TestRunWithoutACommand(t *testing.T) {
	output, exitCode := clitest.Run(t.Context(), t.TempDir(), nil, "/does/not/exist")
	if exitCode != -1 || !strings.Contains(output, "no such file") {
		t.Errorf("got %q and the exit code %d", output, exitCode)
	}
}

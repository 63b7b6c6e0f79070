// Package clitest finds the Terraform or OpenTofu executable for tests.
package clitest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// pathVariable names the executable. The testing framework of Terraform
// providers reads the same variable.
const pathVariable = "TF_ACC_TERRAFORM_PATH"

// ErrNotFound explains how to make a CLI available to the tests.
var ErrNotFound = errors.New("the test runs terraform or tofu, and neither is on the PATH: " +
	"run make test, which builds OpenTofu if necessary, or set " + pathVariable + " to the path of an executable")

// Find returns the path of the executable in TF_ACC_TERRAFORM_PATH, or else of
// terraform or tofu on the PATH. The error is ErrNotFound if there is no CLI. It is a
// different one if the variable does not name an executable.
func Find() (path string, err error) {
	if named := os.Getenv(pathVariable); named != "" {
		path, err = exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("%s does not name an executable: %w", pathVariable, err)
		}
		return path, nil
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNotFound
}

// Require returns the path that Find returns. It skips the test if there is no CLI,
// and fails the test if TF_ACC_TERRAFORM_PATH does not name an executable.
func Require(t testing.TB) (path string) {
	t.Helper()
	path, err := Find()
	switch {
	case errors.Is(err, ErrNotFound):
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
	return path
}

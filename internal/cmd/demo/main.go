// Command demo shows the provider at work: a real Terraform or OpenTofu sets up,
// repairs, imports and destroys a few integrations on a GitLab in memory. After
// each step the demo checks the plan of the CLI and what GitLab has stored.
//
//	demo <terraform or tofu> <provider>
//
// Both arguments are paths of executables.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: demo <terraform or tofu> <provider>")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintf(os.Stderr, "\nThe demo failed: %v.\n", err)
		os.Exit(1)
	}
}

// run starts GitLab and runs all steps. It stops GitLab and removes all files
// before it returns.
func run(cliPath, providerPath string) error {
	// An interrupt of the terminal reaches the CLI too, so run only has to wait
	// for the CLI to end.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	gitlab, err := gitlabfake.New()
	if err != nil {
		return err
	}
	server := httptest.NewServer(gitlab)
	defer server.Close()

	terraform, err := newCLI(cliPath, providerPath, server.URL, gitlab.Token)
	if err != nil {
		return err
	}
	defer terraform.remove()

	return runSteps(ctx, &demo{GitLab: gitlab, cli: terraform})
}

// runSteps runs the steps in order until one fails.
func runSteps(ctx context.Context, d *demo) error {
	for number, step := range steps {
		if ctx.Err() != nil {
			return errors.New("it was interrupted")
		}
		fmt.Printf("\n%s\n%d. %s\n\n", strings.Repeat("━", 80), number+1, step.title)
		if err := step.run(d); err != nil {
			return fmt.Errorf("step %d: %w", number+1, err)
		}
	}
	fmt.Println("\nAll steps succeeded.")
	return nil
}

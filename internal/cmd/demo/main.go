// The demo runs the provider through the life of a few integrations, with a
// real Terraform or OpenTofu and a GitLab that runs in memory, and checks every
// step against what the CLI and GitLab say.
//
// Its two arguments are the paths of the CLI and of the provider.
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

// run tells the whole story; all that it started and wrote is gone afterwards.
func run(cliPath, providerPath string) error {
	// A CLI in the same terminal is interrupted too, so none is ever killed.
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

	return tell(ctx, &demo{GitLab: gitlab, cli: terraform})
}

// tell runs the steps of the story one after the other.
func tell(ctx context.Context, d *demo) error {
	for number, step := range story {
		if ctx.Err() != nil {
			return errors.New("it was interrupted")
		}
		fmt.Printf("\n%s\n%d. %s\n\n", strings.Repeat("━", 80), number+1, step.title)
		if err := step.run(d); err != nil {
			return fmt.Errorf("step %d: %w", number+1, err)
		}
	}
	fmt.Println("\nEverything was as it should be.")
	return nil
}

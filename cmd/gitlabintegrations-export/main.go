// Command gitlabintegrations-export writes the Terraform configuration of the
// integrations that a GitLab has already, with import blocks:
//
//	export GITLAB_BASE_URL=https://gitlab.example.com GITLAB_TOKEN=...
//	gitlabintegrations-export -group acme -out integrations
//
// The files are for Terraform 1.5 and later and OpenTofu 1.6 and later. The help
// describes the flags and the exit status.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/export"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// version is set by the linker in the build of a release.
var version = "dev"

// The exit status.
const (
	succeeded   = 0
	failed      = 1
	wrongUsage  = 2
	incomplete  = 3
	interrupted = 130
)

const exitStatus = `
The exit status is
    0  if everything was exported
    1  if the export failed: GitLab could not be asked, or a file not written
    2  if the command line is wrong
    3  if something was left out because it could not be read, a file was kept
       because it was edited, or a slug is of no integration; the summary says which
  130  if the export was interrupted
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // A second Ctrl-C ends the process at once.
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run exports, writes the summary to out and everything else to log, and returns
// the exit status.
func run(ctx context.Context, args []string, out, log io.Writer) int {
	o, err := parse(args, log)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return succeeded
	case err != nil:
		return wrongUsage
	}
	gitlab, err := client.New(o.client)
	if err != nil {
		fmt.Fprintf(log, "gitlabintegrations-export: %s\n", describe(err))
		return wrongUsage
	}
	o.export.Progress = log
	summary, err := export.Run(ctx, gitlab, o.export)
	if summary != nil {
		summary.Write(out)
	}
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(log, "gitlabintegrations-export: interrupted. No file is half written; run it again.")
		return interrupted
	case err != nil:
		fmt.Fprintf(log, "gitlabintegrations-export: %s\n", message.Paragraphs(err.Error(), message.Advice(err)))
		return failed
	case summary.NeedsAttention():
		return incomplete
	}
	return succeeded
}

// describe explains an error of the client's configuration, by the flag or
// environment variable that it is about.
func describe(err error) string {
	fault := new(client.ConfigError)
	if !errors.As(err, &fault) {
		return message.Describe(err)
	}
	return message.Config(cmp.Or(sources[fault.Field], fault.Name), fault)
}

// sources are the flags and variables of the fields of the client's configuration.
var sources = map[client.ConfigField]string{
	client.BaseURL:    "-base-url (or GITLAB_BASE_URL)",
	client.Token:      "GITLAB_TOKEN",
	client.TokenType:  "-token-type (or GITLAB_TOKEN_TYPE)",
	client.CACert:     "GITLAB_CACERT",
	client.CACertFile: "-cacert-file (or GITLAB_CACERT_FILE)",
	client.ClientCert: "-client-cert",
	client.ClientKey:  "-client-key",
	client.Headers:    "-header",
	client.Retries:    "-retries",
}

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/export"
)

// defaultRetries is the same as in the provider.
const defaultRetries = 5

// options are the command line, completed from the environment.
type options struct {
	client client.Config
	export export.Options
}

const usage = `Usage: gitlabintegrations-export -group GROUP -out FOLDER
       gitlabintegrations-export -project PROJECT -out FOLDER

Writes the Terraform configuration of the active integrations of a project, or of
a group and all projects and groups below it, with the import blocks that bring
them into the state. Nothing in GitLab is changed. Secrets are not written. The
environment variable GITLAB_TOKEN holds the access token, with the scope read_api.

`

// parse parses the command line. It has already written its errors to log.
func parse(args []string, log io.Writer) (o options, err error) {
	o = options{client: client.Config{
		BaseURL: os.Getenv("GITLAB_BASE_URL"), Token: os.Getenv("GITLAB_TOKEN"),
		TokenType: os.Getenv("GITLAB_TOKEN_TYPE"), CACert: os.Getenv("GITLAB_CACERT"), CACertFile: os.Getenv("GITLAB_CACERT_FILE"),
		Headers: map[string]string{}, UserAgent: "gitlabintegrations-export/" + version,
	}}
	flags := flag.NewFlagSet("gitlabintegrations-export", flag.ContinueOnError)
	flags.SetOutput(log)
	flags.Usage = func() {
		fmt.Fprint(log, usage)
		flags.PrintDefaults()
		fmt.Fprint(log, exitStatus)
	}
	o.exportFlags(flags)
	o.clientFlags(flags)
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if err := o.check(flags); err != nil {
		fmt.Fprintf(log, "gitlabintegrations-export: %v; -help lists the flags\n", err)
		return o, err
	}
	return o, nil
}

// exportFlags are the flags for what is exported and where.
func (o *options) exportFlags(flags *flag.FlagSet) {
	owner := func(kind client.Kind) func(string) error {
		return func(id string) error {
			if o.export.Owner.ID != "" {
				return errors.New("there can be one -project or -group")
			}
			o.export.Owner = client.Owner{Kind: kind, ID: strings.Trim(id, "/")}
			return nil
		}
	}
	flags.Func("group", "ID or full `path` of the group", owner(client.GroupKind))
	flags.Func("project", "ID or full `path` of the project", owner(client.ProjectKind))
	flags.StringVar(&o.export.Folder, "out", "", "`folder` to write to")
	flags.Func("files", "`layout` of the files: project for one file for each project and group, or type for one file for each type of resource (default project)", func(name string) error {
		o.export.Layout = export.Layout(name)
		if o.export.Layout != export.ByProject && o.export.Layout != export.ByType {
			return errors.New("it must be project or type")
		}
		return nil
	})
	flags.Func("slug", "`name` of an integration to export, as GitLab's API has it, such as pipelines-email; can be repeated (default all)", func(slug string) error {
		o.export.Slugs = append(o.export.Slugs, slug)
		return nil
	})
	flags.BoolVar(&o.export.Subgroups, "include-subgroups", true, "export the groups below the group and their projects, too")
	flags.BoolVar(&o.export.Archived, "include-archived", false, "export archived projects and groups, too")
	flags.BoolVar(&o.export.Inherited, "include-inherited", false, "export integrations that inherit their settings, too")
	flags.BoolVar(&o.export.DryRun, "dry-run", false, "print only the summary, and write no files")
}

// clientFlags are the flags for the connection to GitLab.
func (o *options) clientFlags(flags *flag.FlagSet) {
	flags.Func("base-url", "`address` of GitLab (default the environment variable GITLAB_BASE_URL, else https://gitlab.com)", func(address string) error {
		o.client.BaseURL = address
		return nil
	})
	flags.Func("token-type", "how GITLAB_TOKEN is sent: private or, for an OAuth token, bearer (default the environment variable GITLAB_TOKEN_TYPE, else private)", func(name string) error {
		o.client.TokenType = name
		return nil
	})
	flags.Func("cacert-file", "PEM `file` of certificate authorities to trust beside those of the system (default the environment variables GITLAB_CACERT_FILE, or GITLAB_CACERT for the text)", func(file string) error {
		o.client.CACert, o.client.CACertFile = "", file
		return nil
	})
	flags.StringVar(&o.client.ClientCert, "client-cert", "", "PEM `file` with a client certificate")
	flags.StringVar(&o.client.ClientKey, "client-key", "", "PEM `file` with the key of -client-cert")
	flags.BoolVar(&o.client.Insecure, "insecure", false, "accept any certificate")
	flags.Func("header", "HTTP `header` to send with every request, such as 'X-Forwarded-User: terraform'; can be repeated", func(text string) error {
		name, value, found := strings.Cut(text, ":")
		if !found {
			return errors.New("a header is a name and a value with a colon between them")
		}
		o.client.Headers[strings.TrimSpace(name)] = strings.TrimSpace(value)
		return nil
	})
	flags.IntVar(&o.client.Retries, "retries", defaultRetries, "`number` of times that one request is sent again after transient failures")
	flags.DurationVar(&o.client.MaxWait, "max-wait", client.DefaultMaxWait, "`duration` that one request may wait in total, such as 90s")
}

// check refuses what is missing or too much.
func (o *options) check(flags *flag.FlagSet) error {
	if o.export.Layout == "" {
		o.export.Layout = export.ByProject
	}
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("%q belongs to no flag", flags.Arg(0))
	case o.export.Owner.ID == "":
		return errors.New("-group or -project is missing")
	case o.export.Folder == "":
		return errors.New("-out is missing")
	case o.client.Token == "":
		return errors.New("the environment variable GITLAB_TOKEN is missing")
	}
	return nil
}

// Command upstream compares the catalog with a document of GitLab, and prints
// which integrations and settings are new, gone or different. It reads GitLab's
// OpenAPI files (doc/api/openapi) and the pages on integrations in GitLab's REST
// API documentation, of all GitLab versions.
//
//	upstream [-version 17.8] FILE
//
// The exit status is 0 if the catalog explains every difference, 1 if a difference
// is open, and 2 if the file or the catalog cannot be read.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// Exit statuses.
const (
	allExplained = iota
	someOpen
	notUnderstood
)

func main() {
	known, err := catalog.Load()
	ignored, ignoredErr := catalog.LoadIgnored()
	if err := errors.Join(err, ignoredErr); err != nil {
		fmt.Fprintln(os.Stderr, "upstream:", err)
		os.Exit(notUnderstood)
	}
	os.Exit(run(os.Args[1:], known, ignored, os.Stdout, os.Stderr))
}

// run compares the file that the arguments name with the known integrations and
// with the integrations that the catalog ignores. It returns the exit status.
func run(args []string, known []catalog.Integration, ignored []catalog.Ignored, stdout, stderr io.Writer) int {
	name, release, err := arguments(args, stderr)
	if err != nil {
		return notUnderstood
	}
	found, err := read(name)
	if err != nil {
		fmt.Fprintf(stderr, "upstream: %s: %v\n", name, err)
		return notUnderstood
	}
	differences := compare(found, release, known, ignored)
	open := report(stdout, differences)
	all := found.all()
	fmt.Fprintf(stdout, "%s: integrations: %d, parameters: %d, open differences: %d, explained: %d\n",
		name, len(all), all.size(), open, len(differences)-open)
	if open > 0 {
		return someOpen
	}
	return allExplained
}

// arguments returns the name of the file, and the GitLab version of the file, which
// is the zero Version if the arguments do not contain one. It has already printed
// the error that it returns.
func arguments(args []string, stderr io.Writer) (name string, of version.Version, err error) {
	flags := flag.NewFlagSet("upstream", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: upstream [-version 17.8] FILE")
		flags.PrintDefaults()
	}
	flags.Func("version", "GitLab `release` that the file is of, such as 17.8", func(text string) error {
		if text == "" {
			return nil
		}
		known, ok := version.Parse(text)
		if !ok {
			return fmt.Errorf("%q is no version such as 17.8", text)
		}
		of = known
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return "", version.Version{}, err
	}
	if flags.NArg() != 1 || flags.Arg(0) == "" {
		flags.Usage()
		return "", version.Version{}, errors.New("one file is needed")
	}
	return flags.Arg(0), of, nil
}

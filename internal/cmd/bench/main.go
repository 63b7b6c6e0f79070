// Command bench measures the requests, connections, time and memory of the
// provider, with a real Terraform or OpenTofu and a GitLab in memory. It prints
// Markdown tables.
//
// The arguments are the paths of the CLI, of the provider, and of two providers to
// compare it with: one without resources, and one that sends no requests. The CLI
// starts this executable in place of the provider as well: see meter.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	if isMeter() {
		if err := meter(); err != nil {
			log.Fatal(err)
		}
		return
	}
	// An interrupt of the terminal reaches the CLI too, so run only has to wait
	// for the CLI to end.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o, err := parse(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = run(ctx, o, os.Stdout)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

// options are the command line.
type options struct {
	// n is the number of resources. parallelism is the number of resources that the
	// CLI works on at the same time.
	n, parallelism int
	// starts is the number of starts of a provider whose median is reported.
	starts int
	// latency is the time that a distant GitLab takes to answer.
	latency time.Duration
	// limit is the number of requests per minute that a GitLab with a limit answers.
	limit int
	// sections are the names of the sections to run.
	sections []string
	// module is the folder of the module that the compliance run uses.
	module string
	// cli, provider, empty and idle are the paths of the executables.
	cli, provider, empty, idle string
}

func parse(arguments []string, out io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.IntVar(&o.n, "n", 1000, "how many `resources` there are")
	flags.IntVar(&o.parallelism, "parallelism", 10, "how many `resources` the CLI works on at once")
	flags.IntVar(&o.starts, "starts", 21, "how `often` a provider is started to find what a start takes")
	flags.DurationVar(&o.latency, "latency", 30*time.Millisecond, "how `long` a distant GitLab takes to answer")
	flags.IntVar(&o.limit, "limit", 600, "how many `requests` a minute a GitLab with a limit answers")
	flags.StringVar(&o.module, "module", "examples/modules/compliance", "`folder` of the module of the compliance run")
	only := flags.String("run", strings.Join(sectionNames(), ","), "`sections` to run, separated by commas")
	flags.Usage = func() {
		fmt.Fprintln(out, "usage: bench [flags] <terraform or tofu> <provider> <provider without resources> <idle provider>")
		flags.PrintDefaults()
	}
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	if flags.NArg() != 4 {
		flags.Usage()
		return o, errors.New("four paths are needed")
	}
	o.cli, o.provider, o.empty, o.idle = flags.Arg(0), flags.Arg(1), flags.Arg(2), flags.Arg(3)
	o.sections = strings.Split(*only, ",")
	for _, name := range o.sections {
		if !slices.Contains(sectionNames(), name) {
			return o, fmt.Errorf("there is no section %q", name)
		}
	}
	return o, nil
}

// section is a part of the benchmark that prints a table.
type section struct {
	name, title string
	run         func(*bench, context.Context) error
}

// sections returns all sections in the order in which they run. The start comes
// first because a child process inherits the peak memory of the benchmark, which
// grows.
func sections() []section {
	return []section{
		{"start", "Start", (*bench).start},
		{"near", "No latency", (*bench).near},
		{"far", "With latency", (*bench).far},
		{"http2", "HTTP/2 over TLS", (*bench).http2},
		{"many", "Ten integrations in each project", (*bench).many},
		{"exclusive", "gitlabintegrations_exclusive in each project", (*bench).exclusive},
		{"blocks", "One block and eight", (*bench).blocks},
		{"compliance", "Compliance run", (*bench).compliance},
		{"limit", "Rate limit", (*bench).limited},
	}
}

func sectionNames() []string {
	var names []string
	for _, s := range sections() {
		names = append(names, s.name)
	}
	return names
}

// run runs the sections that the options name. It stops all servers and removes all
// files before it returns.
func run(ctx context.Context, o options, out io.Writer) error {
	b, err := newBench(o, out)
	if err != nil {
		return err
	}
	defer b.close()
	if err := b.introduce(); err != nil {
		return err
	}
	for _, s := range sections() {
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		if !slices.Contains(o.sections, s.name) {
			continue
		}
		fmt.Fprintf(out, "\n## %s\n\n", s.title)
		if err := s.run(b, ctx); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

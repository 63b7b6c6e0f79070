package main

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/stateserver"
)

// bench is a run of the benchmark.
type bench struct {
	options
	out io.Writer
	// dir contains all files that are written.
	dir string
	// states is the HTTP backend of all workspaces.
	states *httptest.Server
	// data holds the results of dataCosts, by number of resources.
	data map[int]map[string]time.Duration
}

// newBench creates the folder and starts the HTTP backend. The caller closes the
// bench.
func newBench(o options, out io.Writer) (*bench, error) {
	for _, path := range []*string{&o.provider, &o.empty, &o.idle} {
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return nil, err
		}
		*path = absolute
	}
	dir, err := os.MkdirTemp("", "gitlabintegrations-bench-")
	if err != nil {
		return nil, err
	}
	b := &bench{options: o, out: out, dir: dir, states: httptest.NewServer(stateserver.New()), data: map[int]map[string]time.Duration{}}
	if err := b.overrideProvider(); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *bench) close() {
	b.states.Close()
	_ = os.RemoveAll(b.dir)
}

// introduce prints the CLI, the machine and the options.
func (b *bench) introduce() error {
	output, err := exec.Command(b.cli, "version").Output()
	if err != nil {
		return err
	}
	version, _, _ := strings.Cut(string(output), "\n")
	fmt.Fprintf(b.out, "%s on %s/%s, %d CPUs, parallelism %d, %s resources\n",
		version, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), b.parallelism, count(b.n))
	return nil
}

// near measures with a GitLab that answers immediately.
func (b *bench) near(ctx context.Context) error { return b.slack(ctx, serverConfig{projects: b.n}) }

// far measures with a GitLab that takes time to answer.
func (b *bench) far(ctx context.Context) error {
	return b.slack(ctx, serverConfig{projects: b.n, latency: b.latency})
}

// http2 measures with a GitLab that uses HTTP/2 over TLS.
func (b *bench) http2(ctx context.Context) error {
	results, err := b.runLifecycle(ctx, serverConfig{projects: b.n, tls: true}, configuration{slugs: []string{"slack"}}, phases)
	if err != nil {
		return err
	}
	printTraffic(b.out, results)
	return nil
}

// slack runs all phases on Slack, with all its settings, in every project.
func (b *bench) slack(ctx context.Context, config serverConfig) error {
	results, err := b.runLifecycle(ctx, config, configuration{slugs: []string{"slack"}}, phases)
	if err != nil {
		return err
	}
	if err := b.compare(ctx, results, config); err != nil {
		return err
	}
	printLifecycle(b.out, results)
	return nil
}

// ten are the slugs of ten integrations, some with many settings and some with few.
var ten = []string{
	"asana", "datadog", "discord", "emails-on-push", "external-wiki",
	"jenkins", "mattermost", "pipelines-email", "slack", "teamcity",
}

// many measures ten integrations in each project, with refresh by single reads and
// by lists. The number of resources is the same as in the other sections.
func (b *bench) many(ctx context.Context) error {
	for _, refresh := range []string{"each", "list"} {
		c := configuration{provider: settings{"refresh": refresh}, slugs: ten}
		results, err := b.runLifecycle(ctx, serverConfig{projects: max(1, b.n/len(ten))}, c, phases[:2])
		if err != nil {
			return err
		}
		b.printTitled(fmt.Sprintf("`refresh = %q`:", refresh), printTraffic, results)
	}
	return nil
}

// exclusive measures one gitlabintegrations_exclusive in each project, alone and with
// Slack, whose refresh uses the same lists.
func (b *bench) exclusive(ctx context.Context) error {
	for _, with := range []struct {
		title string
		configuration
	}{
		{"Alone", configuration{exclusive: true}},
		{"With Slack, `refresh = \"list\"`", configuration{exclusive: true, slugs: []string{"slack"}, provider: settings{"refresh": "list"}}},
	} {
		results, err := b.runLifecycle(ctx, serverConfig{projects: b.n}, with.configuration, phases)
		if err != nil {
			return err
		}
		b.printTitled(with.title+":", printTraffic, results)
	}
	return nil
}

// blocks measures the same resources in one block and in eight.
func (b *bench) blocks(ctx context.Context) error {
	for _, blocks := range []int{1, 8} {
		c := configuration{slugs: []string{"slack"}, blocks: blocks}
		results, err := b.runLifecycle(ctx, serverConfig{projects: b.n}, c, phases)
		if err != nil {
			return err
		}
		b.printTitled(fmt.Sprintf("Blocks: %d", blocks), printCPU, results)
	}
	return nil
}

// printTitled prints one of several tables of a section, with its title.
func (b *bench) printTitled(title string, table func(io.Writer, []result), results []result) {
	fmt.Fprintf(b.out, "%s\n\n", title)
	table(b.out, results)
	fmt.Fprintln(b.out)
}

// limited measures with a GitLab that has a rate limit. The number of resources is
// slightly above the limit per minute, so the result shows how soon after the next
// minute begins the command ends.
func (b *bench) limited(ctx context.Context) error {
	config := serverConfig{projects: b.limit + max(1, b.limit/20), limit: b.limit}
	results, err := b.runLifecycle(ctx, config, configuration{slugs: []string{"slack"}}, phases[:3])
	if err != nil {
		return err
	}
	printLimited(b.out, results, b.limit)
	return nil
}

// runLifecycle runs phases on a new GitLab, with the integrations of the configuration in
// each of its projects.
func (b *bench) runLifecycle(ctx context.Context, config serverConfig, c configuration, phases []phase) ([]result, error) {
	s, err := serve(config)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	workspace, err := b.newWorkspace("GITLAB_BASE_URL="+s.URL, "GITLAB_TOKEN="+s.gitlab.Token)
	if err != nil {
		return nil, err
	}
	c.projects = config.projects
	if config.tls {
		c.provider = c.provider.with("cacert_file", filepath.Join(workspace.dir, "ca.pem"))
		if err := workspace.write("ca.pem", s.certificate()); err != nil {
			return nil, err
		}
	}
	return workspace.runPhases(ctx, phases, c.text, s)
}

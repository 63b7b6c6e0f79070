package main

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// requests counts the requests of each phase by kind.
type requests map[string]map[string]int

func requestsOf(results []result) requests {
	found := requests{}
	for _, r := range results {
		found[r.phase.name] = r.kinds()
	}
	return found
}

// TestRun runs the benchmark on a few resources with a real CLI. Each operation sends
// one request, and the configuration of the provider sends none. Some settings exist
// only in some GitLab versions, so each process that validates new settings requests
// the version once.
func TestRun(t *testing.T) {
	o := testOptions(t)
	o.n, o.sections = 3, []string{"start", "near"}
	var out bytes.Buffer
	if err := run(t.Context(), o, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"3 resources\n\n## Start\n",
		"\n| this provider ",
		"\n| a provider without resources ",
		"\n\n## No latency\n",
		"\n| create  | 2 GET metadata, 3 PUT ",
		"\n| refresh | 3 GET  ",
		"\n| update  | 3 GET, 3 PUT  ",
		"\n| destroy | 3 DELETE, 3 GET  ",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	t.Run("list", func(t *testing.T) { testList(t, o) })
	t.Run("compliance", func(t *testing.T) { testCompliance(t, o) })
}

// testCompliance checks 105 projects in two groups, two of which have Discord. Together
// with their parent group, these are three lists of groups. The module itself reads
// once.
func testCompliance(t *testing.T, o options) {
	o.n, o.sections, o.module = 21, []string{"compliance"}, "../../../examples/modules/compliance"
	var out bytes.Buffer
	if err := run(t.Context(), o, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| discord is denied      | 9        | 2                   | 5 ",
		"| slack alone is allowed | 9        | 2                   | 5 ",
		"| nothing is allowed     | 112      | 2                   | 108 ",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

// testList sets up several integrations in each project. The refresh reads them with
// one list for each project, over HTTP/2.
func testList(t *testing.T, o options) {
	b, err := newBench(o, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	results, err := b.runLifecycle(t.Context(), serverConfig{projects: 2, tls: true}, configuration{provider: settings{"refresh": "list"}, slugs: ten}, phases[:2])
	if err != nil {
		t.Fatal(err)
	}
	want := requests{"create": {"PUT": 20, "GET metadata": 2}, "refresh": {"list": 2}}
	if got := requestsOf(results); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, r := range results {
		// A worker that finds no idle connection may open one more than it needs.
		if r.connections < 1 || r.connections > 2*o.parallelism {
			t.Errorf("%s: %d connections for %d workers", r.phase.name, r.connections, o.parallelism)
		}
		if r.cli <= 0 || r.provider.CPU <= 0 || r.provider.PeakMemory <= 0 {
			t.Errorf("%s: the CLI and the provider took %+v", r.phase.name, r.cost)
		}
	}
}

// The exclusive set needs one list for each project, which it shares with the refresh
// of Slack.
func TestExclusive(t *testing.T) {
	b, err := newBench(testOptions(t), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	for name, test := range map[string]struct {
		configuration
		want requests
	}{
		"alone": {configuration{exclusive: true},
			requests{"create": {"list": 6}, "refresh": {"list": 3}, "update": {"list": 3}, "destroy": {"list": 3}}},
		"with Slack": {configuration{exclusive: true, slugs: []string{"slack"}, provider: settings{"refresh": "list"}},
			requests{"create": {"list": 6, "GET metadata": 2, "PUT": 3}, "refresh": {"list": 3}, "update": {"list": 3, "PUT": 3}, "destroy": {"list": 3, "DELETE": 3}}},
	} {
		t.Run(name, func(t *testing.T) {
			results, err := b.runLifecycle(t.Context(), serverConfig{projects: 3}, test.configuration, phases)
			if err != nil {
				t.Fatal(err)
			}
			if got := requestsOf(results); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestKinds(t *testing.T) {
	taken := traffic{requests: []gitlabfake.Request{
		{Method: "GET", Path: "projects/acme%2Fp0/integrations/slack"},
		{Method: "GET", Path: "projects/acme%2Fp1/integrations/slack"},
		{Method: "PUT", Path: "projects/acme%2Fp1/integrations/slack"},
		{Method: "GET", Path: "projects/acme%2Fp1/integrations"},
		{Method: "GET", Path: "user"},
	}}
	want := map[string]int{"GET": 2, "PUT": 1, "list": 1, "GET user": 1}
	if got := taken.kinds(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestParse(t *testing.T) {
	tests := map[string]struct {
		arguments []string
		sections  int
		n         int
		fault     string
	}{
		"everything": {[]string{"cli", "provider", "empty", "idle"}, len(sections()), 1000, ""},
		"some":       {[]string{"-n", "5000", "-run", "near,far", "cli", "provider", "empty", "idle"}, 2, 5000, ""},
		"no section": {[]string{"-run", "elsewhere", "cli", "provider", "empty", "idle"}, 1, 1000, `no section "elsewhere"`},
		"no paths":   {[]string{"-n", "3"}, 0, 3, "four paths"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o, err := parse(test.arguments, t.Output())
			if len(o.sections) != test.sections || o.n != test.n {
				t.Errorf("got %+v", o)
			}
			if test.fault == "" && err != nil || test.fault != "" && (err == nil || !strings.Contains(err.Error(), test.fault)) {
				t.Errorf("got the error %v, want %q", err, test.fault)
			}
		})
	}
}

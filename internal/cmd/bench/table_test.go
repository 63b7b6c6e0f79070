package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

func TestPrintTable(t *testing.T) {
	var out strings.Builder
	printTable(&out, [][]string{{"phase", "a ÷ b"}, {"create everything", "1"}, {"", "0.25"}})
	want := `| phase             | a ÷ b |
| ----------------- | ----- |
| create everything | 1     |
|                   | 0.25  |
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestCells(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{count(0), "0"},
		{count(999), "999"},
		{count(1000), "1,000"},
		{count(1234567), "1,234,567"},
		{counts(nil), "0"},
		{counts(map[string]int{"PUT": 1000, "GET": 7}), "7 GET, 1,000 PUT"},
		{seconds(1234 * time.Millisecond), "1.23 s"},
		{milliseconds(1499 * time.Microsecond), "1 ms"},
		{milliseconds(1500 * time.Microsecond), "2 ms"},
		{megabytes(40 << 20), "40 MB"},
		{ratio(time.Second, 4*time.Second), "0.25"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestDictatedBy(t *testing.T) {
	for requests, want := range map[int]time.Duration{1: 0, 600: 0, 601: time.Minute, 1200: time.Minute, 1201: 2 * time.Minute} {
		if got := dictatedBy(600, requests); got != want {
			t.Errorf("%d requests: got %v, want %v", requests, got, want)
		}
	}
}

func TestPrintLimited(t *testing.T) {
	put := gitlabfake.Request{Method: "PUT", Path: "projects/acme%2Fp0/integrations/slack", Status: 200}
	refused := put
	refused.Status = 429
	requests := append(slices.Repeat([]gitlabfake.Request{put}, 199), refused)
	var out strings.Builder
	printLimited(&out, []result{{phase: phases[0], cost: cost{wall: 63 * time.Second}, traffic: traffic{requests: requests}}}, 100)
	want := "| create | 200 PUT  | 1 (0.5 %)             | 63.00 s   | 60.00 s         | 5.0 %          |"
	if !strings.Contains(out.String(), want) {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

// Every figure must be in the column with its heading.
func TestPrintLife(t *testing.T) {
	var out strings.Builder
	printLifecycle(&out, []result{{
		phase:   phases[0],
		cost:    cost{wall: 6 * time.Second, cli: 4 * time.Second, provider: usage{CPU: time.Second, Meter: time.Hour, PeakMemory: 32 << 20}},
		traffic: traffic{connections: 10},
		floor:   3 * time.Second,
		data:    2 * time.Second,
		idle:    5 * time.Second,
	}})
	got := map[string]string{}
	for table := range strings.SplitSeq(out.String(), "\n\n") {
		lines := strings.Split(table, "\n")
		heads, cells := strings.Split(lines[0], "|"), strings.Split(lines[2], "|")
		for i := 1; i < len(heads)-1; i++ {
			got[strings.TrimSpace(heads[i])] = strings.TrimSpace(cells[i])
		}
	}
	for head, want := range map[string]string{
		"phase":                           "create",
		"requests":                        "0",
		"connections":                     "10",
		"wall time":                       "6.00 s",
		"idle provider":                   "5.00 s",
		"wall ÷ idle provider":            "1.20",
		"floor":                           "3.00 s",
		"terraform_data":                  "2.00 s",
		"wall ÷ (floor + terraform_data)": "1.20",
		"CPU of the provider":             "1.00 s",
		"CPU of the CLI":                  "4.00 s",
		"provider ÷ CLI":                  "0.25",
		"peak memory":                     "32 MB",
	} {
		if got[head] != want {
			t.Errorf("%s is %q, want %q", head, got[head], want)
		}
	}
}

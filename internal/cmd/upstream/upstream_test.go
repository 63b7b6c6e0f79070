package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// openAPIReport is the expected report, which is the same for all forms of an OpenAPI
// file.
const openAPIReport = `Open:

chat
  webhook: is deprecated
  status: type is string, not boolean
  emoji: new (string, optional)
novelty
  new integration: url
two-words
  url: is optional, not required
  token: gone

Explained:

chat
  thread: type is string, not integer
    The catalog differs on purpose (documented_as).
  channel: gone
    GitLab has it up to 16.11.
  active: new (boolean, optional)
    It is always active.
  work_item_events: new (boolean, optional)
    GitLab's API lists it but cannot store it.
mock
  new integration: use_inherited_settings
    It only mocks.
old
  gone
    GitLab has it up to 15.6.

testdata/FILE: integrations: 4, parameters: 12, open differences: 6, explained: 6
`

func TestRunReportsEveryDifference(t *testing.T) {
	tests := []struct {
		name, file string
		version    string
		want       string
	}{
		{name: "bodies in the paths", file: "openapi/inline.yaml", want: openAPIReport},
		{name: "named bodies", file: "openapi/references.yaml", want: openAPIReport},
		{name: "version 2", file: "openapi/version2.yaml", want: openAPIReport},
		{name: "routes that differ", file: "openapi/routes.yaml", want: `Open:

chat
  labels: is required, not optional (/groups/:id/integrations)

Explained:

chat
  channel: gone
    GitLab has it up to 16.11.
old
  gone
    GitLab has it up to 15.6.

testdata/FILE: integrations: 2, parameters: 7, open differences: 1, explained: 2
`},
		{name: "a version beyond a bound", file: "openapi/routes.yaml", version: "15.6.1-ee", want: `Open:

chat
  labels: is required, not optional (/groups/:id/integrations)
  channel: gone
  status: is there before 18.9
old
  gone (/projects/:id/integrations, /projects/:id/services)
two-words
  is there before 16.1

testdata/FILE: integrations: 2, parameters: 7, open differences: 5, explained: 0
`},
		{name: "a page on projects", file: "pages/project_integrations.md", want: `Open:

chat
  labels: is required, not optional
  emoji: new (string, optional, deprecated)

Explained:

chat
  thread: is required, not optional
    The catalog differs on purpose (documented_as).
  room: gone
    GitLab's pages are known to leave it out.
  status: gone
    GitLab has it from 18.9 on.
  active: new (boolean, optional)
    It is always active.
old
  gone
    GitLab has it up to 15.6.

testdata/FILE: integrations: 2, parameters: 9, open differences: 2, explained: 5
`},
		{name: "a page with removed settings", file: "pages/project_integrations.md", version: "18.10", want: `Open:

chat
  labels: is required, not optional
  status: gone
  emoji: new (string, optional, deprecated)

Explained:

chat
  thread: is required, not optional
    The catalog differs on purpose (documented_as).
  room: gone
    GitLab's pages are known to leave it out.
  channel: is there after 16.11
    GitLab's pages go on listing what GitLab drops.
  active: new (boolean, optional)
    It is always active.
old
  gone
    GitLab has it up to 15.6.

testdata/FILE: integrations: 2, parameters: 9, open differences: 3, explained: 5
`},
		{name: "a page on groups", file: "pages/group_integrations.md", want: `Open:

old
  new for a group

Explained:

chat
  gone
    GitLab's pages are known to leave it out.
old
  is there after 15.6
    GitLab's pages go on listing what GitLab drops.
two-words
  new for a group
    The catalog differs on purpose (documented_as).

testdata/FILE: integrations: 2, parameters: 3, open differences: 1, explained: 3
`},
		{name: "a page of the Services API", file: "pages/services.md", version: "10.0", want: `Open:

chat
  color: new (no type, optional)

Explained:

chat
  labels: gone
    A page of the Services API lacks what came later.
  room: gone
    A page of the Services API lacks what came later.
  channel: gone
    A page of the Services API lacks what came later.
  status: gone
    GitLab has it from 18.9 on.
two-words
  gone
    GitLab has it from 16.1 on.

testdata/FILE: integrations: 2, parameters: 4, open differences: 1, explained: 5
`},
		{name: "a translated page", file: "pages/translated.md", want: `Open:

chat
  labels: type is liste, not strings

Explained:

chat
  channel: gone
    GitLab has it up to 16.11.
  status: gone
    GitLab has it from 18.9 on.
old
  gone
    GitLab has it up to 15.6.

testdata/FILE: integrations: 2, parameters: 6, open differences: 1, explained: 3
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, stdout, stderr := runOn(t, "-version", test.version, filepath.Join("testdata", test.file))
			if status != someOpen || stderr != "" {
				t.Errorf("got the status %d and the errors %q", status, stderr)
			}
			if want := strings.Replace(test.want, "FILE", test.file, 1); stdout != want {
				t.Errorf("got:\n%s\nwant:\n%s", stdout, want)
			}
		})
	}
}

func TestRunWithoutOpenDifferences(t *testing.T) {
	var stdout strings.Builder
	status := run([]string{"testdata/pages/group_integrations.md"}, knownOnly(t, "chat", "two-words"), []catalog.Ignored{{Name: "old", Reason: "It is old."}}, &stdout, t.Output())
	want := `Explained:

chat
  gone
    GitLab's pages are known to leave it out.
old
  new integration: url
    It is old.
two-words
  new for a group
    The catalog differs on purpose (documented_as).

testdata/pages/group_integrations.md: integrations: 2, parameters: 3, open differences: 0, explained: 3
`
	if status != allExplained || stdout.String() != want {
		t.Errorf("got the status %d and:\n%s\nwant:\n%s", status, stdout.String(), want)
	}
}

func TestRunDoesNotTakeForCleanWhatItDoesNotUnderstand(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"no file":         {nil, "usage: upstream [-version 17.8] FILE\n"},
		"empty file":      {[]string{""}, "usage: upstream [-version 17.8] FILE\n"},
		"two files":       {[]string{"a.md", "b.md"}, "usage: upstream [-version 17.8] FILE\n"},
		"no version":      {[]string{"-version", "new", "a.md"}, `invalid value "new" for flag -version: "new" is no version such as 17.8` + "\n"},
		"missing file":    {[]string{"testdata/broken/missing.md"}, "upstream: testdata/broken/missing.md: no such file or directory\n"},
		"invalid YAML":    {[]string{"testdata/broken/no_yaml.yaml"}, "upstream: testdata/broken/no_yaml.yaml: yaml: "},
		"no integrations": {[]string{"testdata/broken/no_integrations.yaml"}, "upstream: testdata/broken/no_integrations.yaml: found 0 integrations without any parameter: "},
		"no parameters":   {[]string{"testdata/broken/no_parameters.md"}, "upstream: testdata/broken/no_parameters.md: found 1 integrations without any parameter: "},
		"no schema": {
			[]string{"testdata/broken/no_schema.yaml"},
			"upstream: testdata/broken/no_schema.yaml: /api/v4/projects/{id}/integrations/chat: #/components/schemas/RequestBody_0123456789ab does not exist\n",
		},
		"no row": {
			[]string{"testdata/broken/no_row.md"},
			"upstream: testdata/broken/no_row.md: line 5: this row does not state a parameter's name, its type and whether it is required: | `webhook` | Address |\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := runOn(t, test.args...)
			if status != notUnderstood || stdout != "" || !strings.HasPrefix(stderr, test.want) {
				t.Errorf("got the status %d, the report %q and the errors %q, want %q", status, stdout, stderr, test.want)
			}
		})
	}
}

// runOn runs the command with the catalog in testdata.
func runOn(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errors strings.Builder
	status = run(args, knownOnly(t, "chat", "old", "two-words"), []catalog.Ignored{{Name: "mock", Reason: "It only mocks."}}, &out, &errors)
	return status, out.String(), errors.String()
}

func knownOnly(t *testing.T, slugs ...string) []catalog.Integration {
	t.Helper()
	var known []catalog.Integration
	for _, slug := range slugs {
		data, err := os.ReadFile(filepath.Join("testdata", "catalog", slug+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		integration, err := catalog.Parse(slug+".yaml", data)
		if err != nil {
			t.Fatal(err)
		}
		known = append(known, integration)
	}
	return known
}

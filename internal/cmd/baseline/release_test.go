package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
)

const chat = "resource example_chat, version 0\n  channel string optional\n"

// A release with a breaking change needs a new major version.
func TestVersionOfARelease(t *testing.T) {
	for name, test := range map[string]struct{ version, current, want string }{
		"addition":                           {"v1.3.0", chat + "  room string optional\n", ""},
		"patch":                              {"v1.2.4", chat, ""},
		"no version":                         {"1.3.0", chat, `"1.3.0" is not a version such as v1.2.3`},
		"incomplete version":                 {"v1.3", chat, "is not a version"},
		"same version":                       {"v1.2.3", chat, "v1.2.3 is not later than the last release, v1.2.3"},
		"older version":                      {"v1.1.9", chat, "is not later"},
		"break":                              {"v1.3.0", strings.Replace(chat, "optional", "required", 1), "v1.3.0 needs a new major version, because of these changes:\n  breaking change: resource example_chat: channel is required."},
		"removed integration":                {"v1.3.0", "", "resource example_chat is gone"},
		"breaking change in a major version": {"v2.0.0", strings.Replace(chat, "optional", "required", 1), ""},
		"removed integration and breaking change": {"v2.0.0", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := compatibility.Files{Released: parse(t, chat), Current: parse(t, test.current)}
			err := refuse(test.version, "v1.2.3", files)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v instead of %q", err, test.want)
			}
		})
	}
}

// A tag must not be released without the files of its baseline.
func TestReleaseNeedsItsFiles(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, compatibility.StatesFolder), 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"states/v0.json.gz", "states/v1.2.3.json.gz", "states/v1.10.0.json.gz", "breaking.txt"} {
		write(name, "")
	}
	write("released.txt", chat)
	for name, test := range map[string]struct {
		version, schema string
		complete        bool
	}{
		"complete":      {"v1.10.0", chat, true},
		"older states":  {"v1.11.0", chat, false},
		"older release": {"v1.2.3", chat, false},
		"older schema":  {"v1.10.0", chat + "  room string optional\n", false},
	} {
		write("schema.txt", test.schema)
		if err := check(folder, test.version); (err == nil) != test.complete || err != nil && !strings.Contains(err.Error(), "make baseline VERSION="+test.version) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func parse(t *testing.T, text string) compatibility.Schema {
	t.Helper()
	schema, err := compatibility.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// The baseline needs a state of each form for every integration.
func TestEveryIntegrationIsSetUp(t *testing.T) {
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	owners := map[string]bool{}
	for _, scenario := range planScenarios(integrations) {
		for _, r := range scenario.Resources {
			names[r.Type+"."+r.Name] = true
			if owner := scenario.GitLab + " " + r.Owner(); owners[owner] {
				t.Errorf("%s has two resources", owner)
			} else {
				owners[owner] = true
			}
		}
	}
	for _, i := range integrations {
		for _, name := range []string{"minimal", "full"} {
			if !names[i.TypeName()+"."+name] {
				t.Errorf("there is no %s.%s", i.TypeName(), name)
			}
		}
	}
	for _, name := range []string{"slack.write_only", "slack.own_version", "slack.group", "slack.inherited", "zentao.inherited", "custom.write_only", "custom.inherited"} {
		if !names["gitlabintegrations_"+name] {
			t.Errorf("there is no %s", name)
		}
	}
}

// States without identities could not show that a later version keeps them.
func TestStatesNeedIdentities(t *testing.T) {
	scenario := compatibility.Scenario{State: []byte(`{"resources":[{"type":"example_chat","name":"web","instances":[{"identity":{"project":"acme/web"}}]}]}`)}
	if err := demandIdentities([]compatibility.Scenario{scenario}); err != nil {
		t.Error(err)
	}
	scenario.State = []byte(`{"resources":[{"type":"example_chat","name":"web","instances":[{}]}]}`)
	if err := demandIdentities([]compatibility.Scenario{scenario}); err == nil || !strings.Contains(err.Error(), "example_chat.web") {
		t.Errorf("got %v", err)
	}
}

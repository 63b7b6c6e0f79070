package main

import (
	"reflect"
	"strings"
	"testing"
)

// The configuration must give every setting a value that is not its default, and a
// change must affect a single setting.
func TestSettings(t *testing.T) {
	integrations, err := find(ten)
	if err != nil {
		t.Fatal(err)
	}
	if len(integrations) != len(ten) {
		t.Fatalf("found %d integrations, want %d", len(integrations), len(ten))
	}
	for _, i := range integrations {
		before, after := configuration{}.settings(i, false), configuration{}.settings(i, true)
		changes := 0
		for _, p := range i.Parameters {
			if p.Until != "" {
				continue
			}
			name := p.Name
			if p.Secret {
				name += "_wo"
			}
			if value := before[name]; value == nil || reflect.DeepEqual(value, p.Default) {
				t.Errorf("%s: %s is %v, which is its default", i.Slug, name, value)
			}
			if !reflect.DeepEqual(before[name], after[name]) {
				changes++
			}
		}
		if changes > 1 {
			t.Errorf("%s: a change affects %d settings", i.Slug, changes)
		}
	}
}

func TestConfigurationText(t *testing.T) {
	c := configuration{provider: settings{"cacert_file": "ca.pem"}, slugs: []string{"external-wiki"}, projects: 7}
	got, err := c.text(false)
	if err != nil {
		t.Fatal(err)
	}
	want := `provider "gitlabintegrations" {
  cacert_file = "ca.pem"
}
resource "gitlabintegrations_external_wiki" "bench" {
  count = 7
  external_wiki_url = "https://wiki.example.com/acme/web"
  project = "acme/p${count.index}"
}
`
	if !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s\nwant, at the end,\n%s", got, want)
	}
}

// This test counts the projects in each block.
func TestConfigurationOfBlocks(t *testing.T) {
	c := configuration{slugs: []string{"external-wiki"}, projects: 7, blocks: 2}
	got, err := c.text(false)
	if err != nil {
		t.Fatal(err)
	}
	want := `resource "gitlabintegrations_external_wiki" "bench0" {
  count = 3
  external_wiki_url = "https://wiki.example.com/acme/web"
  project = "acme/p${count.index}"
}
resource "gitlabintegrations_external_wiki" "bench1" {
  count = 4
  external_wiki_url = "https://wiki.example.com/acme/web"
  project = "acme/p${count.index + 3}"
}
`
	if !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s\nwant, at the end,\n%s", got, want)
	}
}

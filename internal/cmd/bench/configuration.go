package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// settings are the attributes of a block. They are written as JSON, which is valid
// HCL for all values in the catalog.
type settings map[string]any

// with returns a copy with one more attribute.
func (s settings) with(name string, value any) settings {
	more := settings{name: value}
	maps.Copy(more, s)
	return more
}

// configuration is a configuration with a provider and the same integrations in each
// project.
type configuration struct {
	provider settings
	slugs    []string
	projects int
	// blocks is the number of resource blocks that share the projects, for each
	// integration; 0 for one.
	blocks int
	// stored reports whether the secrets are ordinary arguments, not write-only
	// ones.
	stored bool
	// exclusive reports whether each project also has a gitlabintegrations_exclusive,
	// which allows Slack.
	exclusive bool
}

const required = `terraform {
  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}
`

// text returns the configuration in HCL. If changed, one setting of every resource
// has another value.
func (c configuration) text(changed bool) (string, error) {
	integrations, err := find(c.slugs)
	if err != nil {
		return "", err
	}
	text := required + block(`provider "gitlabintegrations"`, c.provider)
	for _, i := range integrations {
		text += c.resources(i, changed)
	}
	if c.exclusive {
		text += c.exclusives(changed)
	}
	return text, nil
}

// exclusives returns the block that allows Slack in each project, and if changed also
// Jira.
func (c configuration) exclusives(changed bool) string {
	allowed := []string{"slack"}
	if changed {
		allowed = []string{"jira", "slack"}
	}
	return block(`resource "gitlabintegrations_exclusive" "bench"`,
		settings{"count": c.projects, "project": "acme/p${count.index}", "integrations": allowed})
}

// resources returns the blocks of an integration.
func (c configuration) resources(i catalog.Integration, changed bool) (text string) {
	if c.blocks < 2 {
		return c.resource(i, changed, "bench", 0, c.projects)
	}
	for n := range c.blocks {
		from, to := c.projects*n/c.blocks, c.projects*(n+1)/c.blocks
		text += c.resource(i, changed, fmt.Sprint("bench", n), from, to)
	}
	return text
}

// resource returns the block of the projects from one number up to another.
func (c configuration) resource(i catalog.Integration, changed bool, name string, from, to int) string {
	attributes := c.settings(i, changed)
	attributes["count"] = to - from
	attributes["project"] = "acme/p${count.index}"
	if from > 0 {
		attributes["project"] = fmt.Sprintf("acme/p${count.index + %d}", from)
	}
	return block(fmt.Sprintf("resource %q %q", i.TypeName(), name), attributes)
}

// dataConfiguration returns a configuration with n terraform_data resources, which
// are built into the CLI.
func dataConfiguration(n int) func(changed bool) (string, error) {
	return func(changed bool) (string, error) {
		return block(`resource "terraform_data" "bench"`, settings{"count": n, "input": changed}), nil
	}
}

func find(slugs []string) ([]catalog.Integration, error) {
	all, err := catalog.Load()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(i catalog.Integration) bool { return !slices.Contains(slugs, i.Slug) }), nil
}

// settings returns a value for every setting that the newest GitLab has: the example
// in the catalog, or for a boolean the opposite of the default. Secrets are
// write-only unless stored is set, because write-only arguments cost the provider
// more. If changed, the first boolean is inverted.
func (c configuration) settings(i catalog.Integration, changed bool) settings {
	attributes := settings{}
	for _, p := range i.Parameters {
		switch {
		case p.Until != "":
		case p.Type == catalog.Boolean:
			attributes[p.Name] = (p.Default != true) != changed
			changed = false
		case p.Secret && !c.stored:
			attributes[p.Name+"_wo"] = p.Example
		default:
			attributes[p.Name] = p.Example
		}
	}
	return attributes
}

// block returns a block in HCL.
func block(head string, attributes settings) string {
	var text strings.Builder
	text.WriteString(head + " {\n")
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		value, err := json.Marshal(attributes[name])
		if err != nil {
			panic(err) // Values from a YAML file can always be encoded.
		}
		fmt.Fprintf(&text, "  %s = %s\n", name, value)
	}
	return text.String() + "}\n"
}

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// settings are the attributes of a block, as JSON encodes them; that they are
// HCL too is true of all that the catalog holds.
type settings map[string]any

// with adds an attribute.
func (s settings) with(name string, value any) settings {
	more := settings{name: value}
	maps.Copy(more, s)
	return more
}

// configuration is a configuration of the provider and of integrations that
// each of a number of projects has.
type configuration struct {
	provider settings
	slugs    []string
	projects int
	// stored reports whether the secrets are in the state, not write-only.
	stored bool
}

const required = `terraform {
  required_providers {
    gitlabintegrations = {
      source = "gitlab-integrations/gitlabintegrations"
    }
  }
}
`

// text is the configuration in HCL, before or after a change of one setting of
// every resource.
func (c configuration) text(changed bool) (string, error) {
	integrations, err := find(c.slugs)
	if err != nil {
		return "", err
	}
	text := required + block(`provider "gitlabintegrations"`, c.provider)
	for _, i := range integrations {
		attributes := c.settings(i, changed)
		attributes["count"] = c.projects
		attributes["project"] = "acme/p${count.index}"
		text += block(fmt.Sprintf(`resource %q "bench"`, i.TypeName()), attributes)
	}
	return text, nil
}

// dataConfiguration is as many terraform_data, which the CLI keeps in itself.
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

// settings sets every setting of today, to the example that the catalog has for
// it or to what is not the default. Secrets that are write-only take the
// provider more than those in the state. A change turns the first of the
// booleans round.
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

// block is a block of HCL.
func block(head string, attributes settings) string {
	var text strings.Builder
	text.WriteString(head + " {\n")
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		value, err := json.Marshal(attributes[name])
		if err != nil {
			panic(err) // The catalog came from a file.
		}
		fmt.Fprintf(&text, "  %s = %s\n", name, value)
	}
	return text.String() + "}\n"
}

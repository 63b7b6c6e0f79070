package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// integration is an integration of the catalog with methods for the templates.
type integration struct{ catalog.Integration }

// Scope is the Go name of the scope; "" for the zero value, which is both.
func (i integration) Scope() string {
	owners := i.Owners()
	if len(owners) > 1 {
		return ""
	}
	return goName(owners[0].Kind) + "Only"
}

// Parameters are all settings, in the order of the catalog.
func (i integration) Parameters() []parameter {
	var list []parameter
	for _, p := range i.Integration.Parameters {
		list = append(list, parameter{p, i.Slug})
	}
	return list
}

// Example returns the settings of the example.
func (i integration) Example() []parameter {
	return slices.DeleteFunc(i.Parameters(), func(p parameter) bool { return !p.Required && !p.Showcase })
}

// Minimal returns the settings of the smallest valid configuration.
func (i integration) Minimal() []parameter {
	demanded := map[string]bool{}
	for _, p := range i.Parameters() {
		demanded[p.Name] = p.Required
	}
	for _, rule := range i.brokenRules(demanded) {
		demanded[rule.Then.Parameter] = true
	}
	return slices.DeleteFunc(i.Parameters(), func(p parameter) bool { return !demanded[p.Name] })
}

// Full returns all settings that a current GitLab has, as far as they can be combined.
func (i integration) Full() []parameter {
	shown := map[string]bool{}
	for _, p := range i.Parameters() {
		shown[p.Name] = p.Deprecated == "" && (p.Until == "" || p.Until == i.Until)
	}
	for _, rule := range i.brokenRules(shown) {
		shown[rule.If.Parameter] = false
	}
	return slices.DeleteFunc(i.Parameters(), func(p parameter) bool { return !shown[p.Name] })
}

// Additional returns the settings of the full example that the minimal one does not have.
func (i integration) Additional() []parameter {
	minimal := i.Minimal()
	return slices.DeleteFunc(i.Full(), func(p parameter) bool {
		return slices.ContainsFunc(minimal, func(m parameter) bool { return m.Name == p.Name })
	})
}

// brokenRules returns the rules that a configuration of some settings breaks.
func (i integration) brokenRules(configured map[string]bool) []catalog.Rule {
	values := map[string]any{}
	for _, p := range i.Parameters() {
		values[p.Name] = p.Default
		if configured[p.Name] {
			values[p.Name] = p.Shown()
		}
	}
	return slices.DeleteFunc(slices.Clone(i.Rules), func(rule catalog.Rule) bool { return !rule.IsBrokenBy(values) })
}

// Output returns the setting that the example of the data source outputs.
func (i integration) Output() parameter {
	for _, p := range i.Example() {
		if !p.Secret && !p.Hidden() {
			return p
		}
	}
	return parameter{catalog.Parameter{Name: "active"}, i.Slug}
}

// owner is a project or group of the examples, with its import IDs, and the path of its
// pages in GitLab.
type owner struct {
	Kind, Path, Label string
	Imports           []string
	PagePath          string
}

// Owners returns the owners that can have the integration.
func (i integration) Owners() []owner {
	return slices.DeleteFunc([]owner{
		{catalog.Project, "acme/web", "web", []string{"acme/web", "projects/acme/web", "42"}, "acme/web"},
		{catalog.Group, "acme", "acme", []string{"groups/acme", "groups/7"}, "groups/acme"},
	}, func(o owner) bool { return !i.HasScope(o.Kind) })
}

// OwnerOfFull is the owner of the full example, which is not that of the minimal one.
func (i integration) OwnerOfFull() owner {
	if i.HasScope(catalog.Project) {
		return owner{Kind: catalog.Project, Path: "acme/shop", Label: "shop"}
	}
	return owner{Kind: catalog.Group, Path: "acme/tools", Label: "tools"}
}

// Page is the name of the integration in the addresses of GitLab's pages.
func (i integration) Page() string { return strings.ReplaceAll(i.Slug, "-", "_") }

// Checked reports whether any setting has a check.
func (i integration) Checked() bool {
	return slices.ContainsFunc(i.Parameters(), func(p parameter) bool { return p.Check() != "" })
}

// parameter is a parameter of the catalog with methods for the templates.
type parameter struct {
	catalog.Parameter
	slug string
}

// Type is the Go name of the type; "" for the zero value, which is String.
func (p parameter) Type() string {
	return map[string]string{
		catalog.Boolean: "Bool",
		catalog.Integer: "Integer",
		catalog.Strings: "Strings",
	}[p.Parameter.Type]
}

// Check returns the check of the setting as a Go expression; "" for none.
func (p parameter) Check() string {
	var list []string
	switch {
	case p.Minimum != nil && p.Maximum != nil:
		list = append(list, fmt.Sprintf("check.Between(%d, %d)", *p.Minimum, *p.Maximum))
	case p.Minimum != nil:
		list = append(list, fmt.Sprintf("check.AtLeast(%d)", *p.Minimum))
	}
	if p.MaximumLength > 0 {
		list = append(list, fmt.Sprintf("check.MaximumLength(%d)", p.MaximumLength))
	}
	if p.MaximumItems > 0 {
		list = append(list, fmt.Sprintf("check.MaximumItems(%d)", p.MaximumItems))
	}
	if p.Format != "" {
		list = append(list, fmt.Sprintf("check.OfFormat(%q)", p.Format))
	}
	if len(list) > 1 {
		return "check.All(" + strings.Join(list, ", ") + ")"
	}
	return strings.Join(list, "")
}

// Hidden reports whether GitLab's answer may leave out a setting that is not a
// secret.
func (p parameter) Hidden() bool { return p.Returned == catalog.Hidden && !p.Secret }

// Text is the description, with facts that the catalog has as data.
func (p parameter) Text() string {
	return p.Description +
		say(" One of %s.", p.unnamed()) +
		p.limit() +
		say(" Default: `%s`.", strings.Trim(hcl(p.Default), `"`)) +
		say(" Default: the value of `%s`.", p.DefaultFrom)
}

// limit describes the limits of the value, unless the description contains them.
func (p parameter) limit() string {
	var limit string
	switch {
	case p.MaximumLength > 0:
		limit = fmt.Sprintf("at most %d characters", p.MaximumLength)
	case p.MaximumItems > 0:
		limit = fmt.Sprintf("at most %d", p.MaximumItems)
	case p.Maximum != nil:
		limit = fmt.Sprintf("from %d to %d", *p.Minimum, *p.Maximum)
	case p.Minimum != nil:
		limit = fmt.Sprintf("at least %d", *p.Minimum)
	}
	if strings.Contains(strings.ToLower(p.Description), limit) {
		return ""
	}
	return " " + strings.ToUpper(limit[:1]) + limit[1:] + "."
}

// unnamed returns the allowed values, unless the description names all of them.
func (p parameter) unnamed() string {
	for _, value := range texts(p.Enum) {
		if !strings.Contains(p.Description, code(value)) {
			return code(texts(p.Enum)...)
		}
	}
	return ""
}

// Label returns the description up to the first punctuation mark.
func (p parameter) Label() string {
	return strings.TrimSpace(p.Description[:strings.IndexAny(p.Description, ".,:;(")])
}

// Variable returns the name of a variable for the setting, such as slack_webhook. It
// does not repeat words: apple_app_store_private_key.
func (p parameter) Variable() string {
	list := words(p.slug)
	if n := slices.Index(list, words(p.Name)[0]); n >= 0 {
		list = list[:n]
	}
	return strings.Join(append(list, p.Name), "_")
}

// Value returns the value of the setting in the examples: a variable for a secret.
func (p parameter) Value() string {
	if p.Secret {
		return "var." + p.Variable()
	}
	return hcl(plain(p.Shown()))
}

// Shown returns the example of a value, or else the default.
func (p parameter) Shown() any {
	switch {
	case p.Example != nil:
		return p.Example
	case p.Default == nil && p.Parameter.Type == catalog.Boolean:
		return true
	default:
		return p.Default
	}
}

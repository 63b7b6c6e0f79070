package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// integration is an integration of the catalog with methods for the templates.
type integration struct{ catalog.Integration }

// Scope is the Go name of the scope; empty for the zero value, which is both.
func (i integration) Scope() string {
	owners := i.Owners()
	if len(owners) > 1 {
		return ""
	}
	return goName(owners[0].Kind) + "Only"
}

// Text returns the notes for the documentation page.
func (i integration) Text() string {
	list := slices.Clone(i.Notes)
	if len(i.Ignored)+len(i.UnusableEvents) > 0 {
		list = append(list, "GitLab documents these settings too, but this provider does not have them:")
	}
	for _, ignored := range i.Ignored {
		list = append(list, "- "+code(ignored.Name)+": "+ignored.Reason)
	}
	for _, name := range i.UnusableEvents {
		list = append(list, "- "+code(name)+": GitLab's API lists it but cannot store it.")
	}
	return strings.Join(list, "\n\n")
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

// Type is the Go name of the type; empty for the zero value, which is String.
func (p parameter) Type() string {
	return map[string]string{
		catalog.Boolean: "Bool",
		catalog.Integer: "Integer",
		catalog.Strings: "Strings",
	}[p.Parameter.Type]
}

// Check returns the check of the setting as a Go expression; empty for none.
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

// Hidden reports whether GitLab's answer may leave out a setting that is not secret.
func (p parameter) Hidden() bool { return p.Returned == catalog.Hidden && !p.Secret }

// Text is the description, with the facts that the catalog keeps as data.
func (p parameter) Text() string {
	return p.Description +
		say(" One of %s.", p.unnamed()) +
		p.length() +
		say(" Default: `%s`.", strings.Trim(hcl(p.Default), `"`)) +
		say(" Default: the value of `%s`.", p.DefaultFrom)
}

// length describes the maximum length, unless the description contains it.
func (p parameter) length() string {
	limit := fmt.Sprintf("most %d characters", p.MaximumLength)
	if p.MaximumLength == 0 || strings.Contains(p.Description, limit) {
		return ""
	}
	return " At " + limit + "."
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

// Value returns the value of the setting in the example: a variable for a secret.
func (p parameter) Value() string {
	if p.Secret {
		return "var." + p.Variable()
	}
	return hcl(p.Example)
}

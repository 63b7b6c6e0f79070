package catalog

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
)

// categories are the categories of integrations.
var categories = []string{
	"Chat", "Issue trackers", "CI/CD", "Notifications", "Wikis", "Testing and security",
	"Mobile apps", "Cloud and packages", "Monitoring", Retired,
}

var (
	scopes     = []string{Project, Group}
	types      = []string{String, Boolean, Integer, Strings}
	places     = []string{Properties, Top, Hidden}
	normalized = []string{TrailingSlash, CommaList, Trim}

	scopesDocumentedAs = []string{Project, Group, Missing}
	documentedAs       = []string{String, Boolean, Integer, Strings, Required, Optional, Missing}

	slugPattern    = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	namePattern    = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	versionPattern = regexp.MustCompile(`^[1-9]\d*\.\d+$`)
)

// validate returns the faults of an integration, as sentences without a full stop;
// slug is the name of its file.
func validate(slug string, integration Integration) []string {
	faults := slices.Concat(
		validateHead(slug, integration),
		validateNames(integration),
		validateIgnored(integration),
		validateAddresses(integration),
		validateStorage(integration),
		validateMainProvider(integration),
	)
	for _, parameter := range integration.Parameters {
		for _, fault := range validateParameter(integration, parameter) {
			faults = append(faults, fmt.Sprintf("parameter %q %s", parameter.Name, fault))
		}
	}
	for i, rule := range integration.Rules {
		for _, fault := range validateRule(integration, rule) {
			faults = append(faults, fmt.Sprintf("rule %d %s", i+1, fault))
		}
	}
	for i, check := range integration.Checks {
		for _, fault := range validateCheck(integration, check) {
			faults = append(faults, fmt.Sprintf("check %d %s", i+1, fault))
		}
	}
	return faults
}

func validateHead(slug string, integration Integration) []string {
	var f faults
	f.add(integration.Slug != slug, "slug %q differs from the name of the file", integration.Slug)
	f.add(!slugPattern.MatchString(integration.Slug), "slug %q is not made of lower-case words and dashes", integration.Slug)
	f.add(integration.Title == "", "title is missing")
	f.add(!slices.Contains(categories, integration.Category), "category %q is unknown", integration.Category)
	f.add(!isSentence(integration.Summary), "summary does not end with a full stop")
	f.add(len(integration.Scopes) == 0, "scopes are missing")
	for _, scope := range integration.Scopes {
		f.add(!slices.Contains(scopes, scope), "scope %q is unknown", scope)
	}
	f.add(!isVersion(integration.Since), "since %q is no version such as 16.9", integration.Since)
	f.add(!isVersion(integration.Until), "until %q is no version such as 16.9", integration.Until)
	f.add(integration.Install != "" && !isSentence(integration.Install), "install does not end with a full stop")
	for _, note := range integration.Notes {
		f.add(!isSentence(note), "note %q does not end with a full stop", note)
	}
	f.add(len(integration.Parameters) == 0, "parameters are missing")
	for _, word := range integration.DocumentedAs {
		f.add(!slices.Contains(scopesDocumentedAs, word), "documented_as %q is unknown", word)
	}
	f.add(integration.Validate != "" && !namePattern.MatchString(integration.Validate),
		"validate %q is not made of lower-case words and underscores", integration.Validate)
	return f
}

// validateNames requires every name to be unique in all lists.
func validateNames(integration Integration) []string {
	var f faults
	seen := map[string]bool{}
	check := func(name string) {
		f.add(!namePattern.MatchString(name), "name %q is not made of lower-case words and underscores", name)
		f.add(name == "use_inherited_settings", "name %q belongs to every integration", name)
		f.add(seen[name], "name %q stands there twice", name)
		seen[name] = true
	}
	for _, parameter := range integration.Parameters {
		check(parameter.Name)
	}
	for _, ignored := range integration.Ignored {
		check(ignored.Name)
	}
	for _, name := range integration.UnusableEvents {
		check(name)
	}
	return f
}

func validateIgnored(integration Integration) []string {
	var f faults
	for _, ignored := range integration.Ignored {
		f.add(!isSentence(ignored.Reason), "ignored %q has no reason that ends with a full stop", ignored.Name)
	}
	return f
}

func validateAddresses(integration Integration) []string {
	var f faults
	for _, address := range integration.Addresses {
		_, exists := integration.Parameter(address.RefusedAs)
		f.add(exists, "address %q is refused under the name of a parameter", address.RefusedAs)
		f.add(len(address.From) == 0, "address %q is built from no parameter", address.RefusedAs)
		for _, name := range address.From {
			parameter, exists := integration.Parameter(name)
			f.add(!exists || parameter.Type != String, "address %q is built from %q, which is no string parameter", address.RefusedAs, name)
		}
	}
	return f
}

func validateParameter(integration Integration, p Parameter) []string {
	return slices.Concat(validateFacts(p), validateBounds(p), validateValues(p),
		validateReferences(integration, p), validateParameterStorage(integration, p))
}

func validateFacts(p Parameter) []string {
	var f faults
	f.add(!slices.Contains(types, p.Type), "has the unknown type %q", p.Type)
	f.add(!slices.Contains(places, p.Returned), "has the unknown returned %q", p.Returned)
	f.add(p.Format != "" && !isFormat(p.Format), "has the unknown format %q", p.Format)
	f.add(p.Normalized != "" && !slices.Contains(normalized, p.Normalized), "has the unknown normalized %q", p.Normalized)
	f.add(p.Format != "" && p.Type != String, "has a format but is no string")
	f.add(p.Multiline && p.Type != String, "is multiline but no string")
	f.add(p.NotEmpty && p.Type != String, "has not_empty but is no string")
	f.add(p.NotEmpty && p.Required, "is required, which implies not_empty")
	f.add(len(p.Enum) > 0 && p.Type != String && p.Type != Integer, "has an enum but is neither string nor integer")
	f.add(!isSentence(p.Description), "has no description that ends with a full stop")
	f.add(p.Deprecated != "" && !isSentence(p.Deprecated), "has a deprecated that does not end with a full stop")
	f.add(p.Secret && p.Returned == Top, "is secret and so cannot be top")
	f.add(p.Secret && p.Type != String, "is secret and so must be a string")
	f.add(p.Secret && p.Default != nil, "is secret and so cannot have a default")
	f.add(p.Required && p.Default != nil, "is required and so cannot have a default")
	f.add(p.Required && p.Presence, "is required, which implies presence")
	f.add(p.Required && p.Showcase, "is required, which implies showcase")
	for _, word := range p.DocumentedAs {
		f.add(!slices.Contains(documentedAs, word), "has the unknown documented_as %q", word)
		f.add(word == p.Type, "has its own type as documented_as")
	}
	f.add(!isVersion(p.Since), "has since %q, which is no version such as 16.9", p.Since)
	f.add(!isVersion(p.Until), "has until %q, which is no version such as 16.9", p.Until)
	return f
}

func validateBounds(p Parameter) []string {
	var f faults
	f.add(p.Minimum != nil && p.Type != Integer, "has a minimum but is no integer")
	f.add(p.Maximum != nil && p.Minimum == nil, "has a maximum but no minimum")
	f.add(p.Minimum != nil && p.Maximum != nil && *p.Minimum >= *p.Maximum, "has a minimum that is not below its maximum")
	f.add(p.MaximumLength != 0 && p.Type != String, "has a maximum_length but is no string")
	f.add(p.MaximumItems != 0 && p.Type != String && p.Type != Strings, "has maximum_items but is no list")
	f.add(p.MaximumLength < 0, "has a negative maximum_length")
	f.add(p.MaximumItems < 0, "has negative maximum_items")
	return f
}

func validateValues(p Parameter) []string {
	var f faults
	f.add(p.Default != nil && !hasType(p.Default, p.Type), "has a default that is no %s", p.Type)
	f.add(p.Example != nil && !hasType(p.Example, p.Type), "has an example that is no %s", p.Type)
	f.add(p.AlwaysAnswered != nil && !hasType(p.AlwaysAnswered, p.Type), "has an always_answered that is no %s", p.Type)
	for _, value := range p.Enum {
		f.add(!hasType(value, p.Type), "has the enum value %v, which is no %s", value, p.Type)
	}
	f.add(p.Example == nil && (p.Type != Boolean || p.Showcase), "has no example")
	// An enum has other values that tests can choose.
	f.add(p.Example != nil && p.Enum == nil && reflect.DeepEqual(p.Example, p.Default), "has its default as example")
	f.add(p.Example != nil && !inEnum(p.Example, p.Enum), "has an example that is not in its enum")
	f.add(p.Default != nil && !inEnum(p.Default, p.Enum), "has a default that is not in its enum")
	return f
}

func validateReferences(integration Integration, p Parameter) []string {
	var f faults
	f.add(p.DefaultFrom != "" && !hasSibling(integration, p, p.DefaultFrom), "takes its default from %q, which is no %s beside it", p.DefaultFrom, p.Type)
	f.add(p.DefaultFrom != "" && p.Type != Boolean, "has default_from but is no boolean")
	f.add(p.DefaultFrom != "" && p.Default != nil, "has both default and default_from")
	f.add(p.FallsBackTo != "" && !hasSibling(integration, p, p.FallsBackTo), "falls back to %q, which is no %s beside it", p.FallsBackTo, p.Type)
	return f
}

// hasSibling reports whether another parameter of the same type has the name.
func hasSibling(integration Integration, p Parameter, name string) bool {
	sibling, found := integration.Parameter(name)
	return found && name != p.Name && sibling.Type == p.Type
}

// faults collects the messages of violated rules.
type faults []string

func (f *faults) add(broken bool, format string, args ...any) {
	if broken {
		*f = append(*f, fmt.Sprintf(format, args...))
	}
}

func isSentence(text string) bool {
	return strings.HasSuffix(text, ".")
}

func isFormat(name string) bool {
	_, found := check.FindFormat(name)
	return found
}

// isVersion reports whether a text is a version, or empty for an unknown one.
func isVersion(text string) bool {
	return text == "" || versionPattern.MatchString(text)
}

func inEnum(value any, enum []any) bool {
	equal := func(allowed any) bool { return reflect.DeepEqual(value, allowed) }
	return len(enum) == 0 || slices.ContainsFunc(enum, equal)
}

// hasType reports whether a value has the Go type of a parameter's type: string,
// bool, int or []string.
func hasType(value any, typ string) bool {
	switch value.(type) {
	case string:
		return typ == String
	case bool:
		return typ == Boolean
	case int:
		return typ == Integer
	case []string:
		return typ == Strings
	}
	return false
}

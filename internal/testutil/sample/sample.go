// Package sample creates configurations of integrations from the catalog, for tests of
// every integration.
//
// Settings are nil, string, bool, int or []string by the name of the parameter.
package sample

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// Newest is the newest known version of GitLab.
const Newest = "19.1"

// NewestVersion returns the newest version of GitLab that has the integration.
func NewestVersion(i catalog.Integration) string { return cmp.Or(i.Until, Newest) }

// Minimal returns the settings that GitLab requires, in its API or by rules that the
// defaults do not fulfil.
func Minimal(i catalog.Integration) map[string]any {
	configured := map[string]any{}
	for _, p := range i.Parameters {
		if p.Required {
			configured[p.Name] = p.Example
		}
	}
	for _, rule := range i.Rules {
		if Holds(i, rule.If, configured) && !Holds(i, rule.Then, configured) {
			p, _ := i.Parameter(rule.Then.Parameter)
			configured[p.Name] = p.Example
		}
	}
	return configured
}

// Full returns all settings that can be combined, each with a value that is not its
// default.
func Full(i catalog.Integration) map[string]any {
	configured := map[string]any{}
	for _, p := range i.Parameters {
		configured[p.Name] = Another(p, p.Default)
	}
	for _, p := range i.Parameters {
		if p.DefaultFrom != "" {
			configured[p.Name] = configured[p.DefaultFrom]
		}
	}
	for _, rule := range i.Rules {
		if Holds(i, rule.If, configured) && !Holds(i, rule.Then, configured) {
			delete(configured, rule.If.Parameter)
		}
	}
	return configured
}

// Holds reports whether a condition is true for these settings and the defaults of the
// others.
func Holds(i catalog.Integration, c catalog.Condition, configured map[string]any) bool {
	value := Complete(i, configured)[c.Parameter]
	isSet := value != nil && value != "" && !reflect.DeepEqual(value, []string{})
	if c.Set != nil {
		return isSet == *c.Set
	}
	return value == c.Equals
}

// Another returns a valid value that differs from the given one.
func Another(p catalog.Parameter, value any) any {
	switch {
	case p.Type == catalog.Boolean:
		return value != true
	case !reflect.DeepEqual(p.Example, value):
		return p.Example
	case p.Enum != nil:
		return p.Enum[slices.IndexFunc(p.Enum, func(allowed any) bool { return allowed != value })]
	case p.Default != nil && p.Type == catalog.String:
		return p.Default
	}
	switch value := value.(type) {
	case int:
		return value + 1
	case []string:
		return append(slices.Clone(value), "ZZZ")
	default:
		return fmt.Sprint(value, "-2")
	}
}

// Complete returns the settings with the planned values of all that are not configured.
func Complete(i catalog.Integration, configured map[string]any) map[string]any {
	all := map[string]any{}
	for _, p := range i.Parameters {
		all[p.Name] = p.Default
		if p.DefaultFrom != "" {
			source, _ := i.Parameter(p.DefaultFrom)
			all[p.Name] = source.Default
			if value, ok := configured[p.DefaultFrom]; ok {
				all[p.Name] = value
			}
		}
		if value, ok := configured[p.Name]; ok {
			all[p.Name] = value
		}
	}
	return all
}

// InVersion returns the integration as it is in a version of GitLab. If a rule depends
// on a setting that this version lacks, the default of the setting decides whether the
// rule applies.
func InVersion(i catalog.Integration, release string) catalog.Integration {
	all := i
	i.Parameters = slices.DeleteFunc(slices.Clone(i.Parameters), func(p catalog.Parameter) bool {
		return !Within(release, p.Since, p.Until)
	})
	i.Rules = slices.DeleteFunc(slices.Clone(i.Rules), func(rule catalog.Rule) bool {
		_, hasIf := i.Parameter(rule.If.Parameter)
		then := slices.IndexFunc(i.Parameters, func(p catalog.Parameter) bool { return p.Name == rule.Then.Parameter })
		if !hasIf && then >= 0 && Holds(all, rule.If, nil) {
			i.Parameters[then].Required = true
		}
		return !hasIf || then < 0
	})
	return i
}

// Within reports whether a version is between two versions of the catalog, inclusive.
// An empty bound means no limit.
func Within(text, since, until string) bool {
	known, ok := version.Parse(text)
	return ok && known.Within(since, until)
}

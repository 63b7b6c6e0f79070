package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/samples"
)

// settings are attributes of a configuration: string, bool, int, []string or
// reference; nil if they are not there.
type settings map[string]any

// reference is an expression that is written as it is.
type reference = samples.Expression

// block writes a block of the configuration.
func block(header string, attributes settings) string { return samples.Block(header, attributes) }

// resourceBlock writes a resource.
func resourceBlock(typeName, name string, attributes settings) string {
	return block(fmt.Sprintf("resource %q %q", typeName, name), attributes)
}

// resourceWeb writes the resource "web".
func resourceWeb(typeName string, attributes settings) string {
	return resourceBlock("gitlabintegrations_"+typeName, "web", attributes)
}

// providerBlock writes the provider's configuration for a GitLab.
func providerBlock(gitlab *gitlabfake.GitLab, url string) string {
	return block(`provider "gitlabintegrations"`, settings{"base_url": url, "token": gitlab.Token})
}

// asJSON is a value as encoding/json reads it, without what is null.
func asJSON(attributes map[string]any) map[string]any {
	encoded, err := json.Marshal(attributes)
	if err != nil {
		panic(err)
	}
	var decoded map[string]any
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		panic(err)
	}
	return decoded
}

// set is what is not null.
func set(attributes map[string]any) map[string]any {
	decoded := asJSON(attributes)
	maps.DeleteFunc(decoded, func(_ string, value any) bool { return value == nil })
	return decoded
}

// differing are the names of the attributes that differ.
func differing(a, b map[string]any) []string {
	names := maps.Clone(a)
	maps.Copy(names, b)
	var found []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !reflect.DeepEqual(a[name], b[name]) {
			found = append(found, name)
		}
	}
	return found
}

// minimal are the settings that GitLab demands.
func minimal(i catalog.Integration) settings { return samples.Minimal(i) }

// full are all settings, none at its default, as far as they go together.
func full(i catalog.Integration) settings {
	configured := settings{}
	for _, p := range i.Parameters {
		configured[p.Name] = another(p, p.Default)
	}
	for _, p := range i.Parameters {
		if p.DefaultFrom != "" {
			configured[p.Name] = configured[p.DefaultFrom]
		}
	}
	for _, rule := range i.Rules {
		if holds(i, rule.If, configured) && !holds(i, rule.Then, configured) {
			delete(configured, rule.If.Parameter)
		}
	}
	return configured
}

// holds reports whether a condition is true of settings and their defaults.
func holds(i catalog.Integration, c catalog.Condition, configured settings) bool {
	return samples.Holds(i, c, configured)
}

// another is a valid value that differs from the given one.
func another(p catalog.Parameter, value any) any {
	switch {
	case p.Type == catalog.Boolean:
		return value != true
	case !reflect.DeepEqual(p.Example, value):
		return p.Example
	case p.Default != nil && p.Type == catalog.String:
		return p.Default
	case p.Enum != nil:
		return p.Enum[slices.IndexFunc(p.Enum, func(allowed any) bool { return allowed != value })]
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

// complete adds what is planned for settings that are not configured.
func complete(i catalog.Integration, configured settings) settings {
	return samples.Complete(i, configured)
}

// inVersion is what a version of GitLab has of an integration. A rule about a
// setting that it does not have yet is kept by what that setting would be.
func inVersion(i catalog.Integration, release string) catalog.Integration {
	all := i
	i.Parameters = slices.DeleteFunc(slices.Clone(i.Parameters), func(p catalog.Parameter) bool {
		return !within(release, p.Since, p.Until)
	})
	i.Rules = slices.DeleteFunc(slices.Clone(i.Rules), func(rule catalog.Rule) bool {
		_, hasIf := i.Parameter(rule.If.Parameter)
		then := slices.IndexFunc(i.Parameters, func(p catalog.Parameter) bool { return p.Name == rule.Then.Parameter })
		if !hasIf && then >= 0 && holds(all, rule.If, nil) {
			i.Parameters[then].Required = true
		}
		return !hasIf || then < 0
	})
	return i
}

// within reports whether a version lies between two of the catalog, with both of
// them; an empty one is no bound.
func within(text, since, until string) bool {
	known, ok := version.Parse(text)
	return ok && known.Within(since, until)
}

// loadCatalog returns the integrations by type name.
func loadCatalog(t *testing.T) map[string]catalog.Integration {
	t.Helper()
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	byType := map[string]catalog.Integration{}
	for _, i := range integrations {
		byType[i.TypeName()] = i
	}
	return byType
}

// find returns the integration of a slug.
func find(t *testing.T, slug string) catalog.Integration {
	t.Helper()
	for _, i := range loadCatalog(t) {
		if i.Slug == slug {
			return i
		}
	}
	t.Fatalf("the catalog has no %q", slug)
	return catalog.Integration{}
}

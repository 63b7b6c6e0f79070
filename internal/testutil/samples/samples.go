// Package samples makes valid settings of the integrations in the catalog, for tests
// that cover all of them.
package samples

import (
	"reflect"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// Minimal returns the settings that GitLab requires, by its API or by rules that its
// defaults do not satisfy.
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

// Holds reports whether a condition is true of settings and their defaults.
func Holds(i catalog.Integration, c catalog.Condition, configured map[string]any) bool {
	value := Complete(i, configured)[c.Parameter]
	isSet := value != nil && value != "" && !reflect.DeepEqual(value, []string{})
	if c.Set != nil {
		return isSet == *c.Set
	}
	return value == c.Equals
}

// Complete adds the defaults of all settings that are not configured; nil if there is
// none.
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

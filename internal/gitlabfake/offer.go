package gitlabfake

import (
	"slices"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/version"
)

// integration is an integration as one release of GitLab has it.
type integration struct {
	catalog.Integration
	// accepted are the parameters of a PUT, which are more than the settings:
	// some are no settings, and some GitLab declares but cannot store.
	accepted []catalog.Parameter
}

// inheritance is the parameter that links an integration to its default.
var inheritance = catalog.Parameter{Name: "use_inherited_settings", Type: catalog.Boolean}

// offeredIn are the integrations of a release by slug, each with the parameters
// that it had by then.
func offeredIn(v version.Version, integrations []catalog.Integration) map[string]integration {
	generation := generationOf(v)
	offered := map[string]integration{}
	for _, i := range integrations {
		if !v.Within(i.Since, i.Until) {
			continue
		}
		i.Parameters = slices.DeleteFunc(slices.Clone(i.Parameters), func(p catalog.Parameter) bool {
			return !v.Within(p.Since, p.Until)
		})
		offered[i.Slug] = integration{Integration: i, accepted: accepted(generation, i)}
	}
	return offered
}

// accepted are the settings with the rest of what the API declares.
func accepted(g generation, i catalog.Integration) []catalog.Parameter {
	parameters := slices.Clone(i.Parameters)
	if g.inheritance {
		parameters = append(parameters, inheritance)
	}
	if g.unusableEvents {
		for _, name := range i.UnusableEvents {
			parameters = append(parameters, catalog.Parameter{Name: name, Type: catalog.Boolean})
		}
	}
	return parameters
}

// allows tells whether an integration can be set up for such an owner.
func (i integration) allows(o *owner) bool {
	scope := catalog.Project
	if o.group {
		scope = catalog.Group
	}
	return slices.Contains(i.Scopes, scope)
}

// installed tells whether only an app's installation brings it to life.
func (i integration) installed() bool { return i.Install != "" }

package gitlabfake

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// integration is an integration in one release of GitLab.
type integration struct {
	catalog.Integration
	// accepted are the parameters of a PUT. They include parameters that are not
	// settings, and parameters that GitLab declares but cannot store.
	accepted []catalog.Parameter
}

// inheritance is the parameter that links an integration to its default.
var inheritance = catalog.Parameter{Name: "use_inherited_settings", Type: catalog.Boolean}

// offeredIn are the integrations of a release by slug, each with the parameters of
// that release.
func offeredIn(v version.Version, integrations []catalog.Integration) map[string]integration {
	generation := generationOf(v)
	offered := map[string]integration{}
	for _, i := range integrations {
		if !v.Within(i.Since, i.Until) {
			continue
		}
		all := i
		i.Parameters = slices.DeleteFunc(slices.Clone(i.Parameters), func(p catalog.Parameter) bool {
			return !v.Within(p.Since, p.Until)
		})
		i.Checks = checksOf(all, i)
		offered[i.Slug] = integration{Integration: i, accepted: accepted(generation, i)}
	}
	return offered
}

// checksOf are the checks of settings that a release has. In conditions, other
// settings have their default.
func checksOf(all, offered catalog.Integration) []catalog.Check {
	if all.Checks == nil {
		return nil
	}
	checks := []catalog.Check{}
	for _, check := range all.Checks {
		check.If = slices.DeleteFunc(slices.Clone(check.If), func(c catalog.CheckCondition) bool {
			p, known := all.Parameter(c.Parameter)
			_, has := offered.Parameter(c.Parameter)
			return known && !has && p.Default == c.Is
		})
		_, known := all.Parameter(check.Parameter)
		_, has := offered.Parameter(check.Parameter)
		if has || !known {
			checks = append(checks, check)
		}
	}
	return checks
}

// accepted are the settings with the rest of what the API declares.
func accepted(g generation, i catalog.Integration) []catalog.Parameter {
	parameters := slices.Clone(i.Parameters)
	if g.inheritance {
		parameters = append(parameters, inheritance)
	}
	if g.unusableEvents {
		for _, name := range i.UnusableEvents {
			parameters = append(parameters, catalog.Parameter{Name: name, Type: unusableType(name)})
		}
	}
	return parameters
}

// unusableType is the type of a parameter that GitLab declares but cannot store:
// an event flag or a channel.
func unusableType(name string) string {
	if strings.HasSuffix(name, "_events") {
		return catalog.Boolean
	}
	return catalog.String
}

// developmentOnly are integrations that only exist in GitLab's development mode, and
// that the catalog leaves out.
var developmentOnly = []catalog.Integration{{
	Slug:   "mock-monitoring",
	Title:  "Mock monitoring",
	Scopes: []string{catalog.Project, catalog.Group},
}}

// scope is the catalog's word for the kind of the owner.
func (o *owner) scope() string {
	if o.group {
		return catalog.Group
	}
	return catalog.Project
}

// allows reports whether the API sets up an integration for owners of that kind.
func (g *GitLab) allows(i integration, o *owner) bool {
	return i.HasScope(o.scope()) && g.available(i)
}

// available reports whether the instance has an integration. Rows that inherit need no
// more: GitLab copies the default of a group to all projects, and lists it there, even if
// the API does not find the integration of a project (Integrations::PropagateService and
// Project#disabled_integrations in GitLab 18.9).
func (g *GitLab) available(i integration) bool { return !slices.Contains(g.Unavailable, i.Slug) }

// installed reports whether only the installation of an app creates it.
func (i integration) installed() bool { return i.Install != "" }

// checks are GitLab's validations: those of the catalog, or else that required
// settings are not blank, that URLs are valid, that values are in their enumeration,
// and that texts in a separate table are not too long.
func (i integration) checks() []catalog.Check {
	if i.Checks != nil {
		return i.Checks
	}
	var checks []catalog.Check
	for _, p := range i.Parameters {
		if i.Table != "" && p.MaximumLength > 0 {
			checks = append(checks, catalog.Check{Parameter: p.Name, Check: catalog.Length, Maximum: p.MaximumLength, InTable: true})
		}
		if p.Required {
			checks = append(checks, catalog.Check{Parameter: p.Name, Check: catalog.Presence})
		}
		if p.IsURL() {
			checks = append(checks, catalog.Check{Parameter: p.Name, Check: catalog.PublicURL, AllowBlank: !p.Required})
		}
		if p.Enforced {
			checks = append(checks, catalog.Check{Parameter: p.Name, Check: catalog.Included, AllowBlank: true})
		}
	}
	if i.Table != "" {
		slices.SortStableFunc(checks, func(a, b catalog.Check) int { return cmp.Compare(inTable[a.Check], inTable[b.Check]) })
	}
	return checks
}

// inTable is the order in which GitLab makes the checks of an issue tracker: each for all
// settings.
var inTable = map[string]int{catalog.Length: 0, catalog.Presence: 1, catalog.PublicURL: 2}

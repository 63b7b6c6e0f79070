package gitlabfake

import (
	"cmp"
	"slices"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
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
func offeredIn(v version, integrations []catalog.Integration) map[string]integration {
	generation := generationOf(v)
	offered := map[string]integration{}
	for _, i := range integrations {
		since, until := bounds(i)
		if !v.within(since, until) {
			continue
		}
		i.Parameters = slices.DeleteFunc(slices.Clone(i.Parameters), func(p catalog.Parameter) bool {
			return !v.within(p.Since, p.Until)
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

// changelog has the first and the last release of integrations for which the
// catalog knows none, from GitLab's changelog.
var changelog = map[string]struct{ since, until string }{
	"apple-app-store":          {since: "15.8"},
	"confluence":               {since: "13.2"},
	"datadog":                  {since: "14.1"},
	"diffblue-cover":           {since: "16.8"},
	"discord":                  {since: "11.6"},
	"ewm":                      {since: "13.4"},
	"gemnasium":                {until: "11.2"},
	"github":                   {since: "10.6"},
	"gitlab-slack-application": {since: "16.9"},
	"google-play":              {since: "15.11"},
	"hangouts-chat":            {since: "11.2"},
	"harbor":                   {since: "14.9"},
	"hipchat":                  {until: "11.8"},
	"jira-cloud-app":           {since: "17.2"},
	"kubernetes":               {until: "12.0"},
	"matrix":                   {since: "17.3"},
	"packagist":                {since: "10.2"},
	"pumble":                   {since: "15.3"},
	"telegram":                 {since: "16.1"},
	"unify-circuit":            {since: "12.6"},
	"webex-teams":              {since: "13.0"},
	"youtrack":                 {since: "11.9"},
	"zentao":                   {since: "14.5"},
}

// bounds are the first and the last release that have the integration, empty
// if that is not known.
func bounds(i catalog.Integration) (since, until string) {
	known := changelog[i.Slug]
	return cmp.Or(i.Since, known.since), cmp.Or(i.Until, known.until)
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

package gitlabfake

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// integration is an integration as one generation of GitLab has it.
type integration struct {
	catalog.Integration
	// accepted are the parameters of a PUT, which are more than the settings:
	// some are no settings, and some GitLab declares but cannot store.
	accepted []catalog.Parameter
}

// inheritance is the parameter that links an integration to its default. It
// came with GitLab 17.2.
var inheritance = catalog.Parameter{Name: "use_inherited_settings", Type: catalog.Boolean}

// newerThan13 are the integrations that GitLab 13.x did not have or did not
// document, and for which the catalog knows no first version.
var newerThan13 = []string{
	"apple-app-store", "datadog", "diffblue-cover", "discord", "ewm", "gitlab-slack-application", "google-play",
	"harbor", "jira-cloud-app", "matrix", "pumble", "telegram", "zentao",
}

// goneBefore13 are the retired integrations for which the catalog knows no last
// version.
var goneBefore13 = []string{"gemnasium", "hipchat", "kubernetes"}

// offeredToday are the integrations of a current GitLab.
func offeredToday(integrations []catalog.Integration) map[string]integration {
	offered := map[string]integration{}
	for _, i := range integrations {
		if endedBefore(i.Until, 18) || slices.Contains(goneBefore13, i.Slug) {
			continue
		}
		i.Parameters = without(i.Parameters, func(p catalog.Parameter) bool { return endedBefore(p.Until, 18) })
		accepted := append(slices.Clone(i.Parameters), inheritance)
		for _, name := range i.UnusableEvents {
			accepted = append(accepted, catalog.Parameter{Name: name, Type: catalog.Boolean})
		}
		offered[i.Slug] = integration{Integration: i, accepted: accepted}
	}
	return offered
}

// offeredIn13 are the integrations of GitLab 13.x, and for the sake of tests
// also those that had gone by then.
func offeredIn13(integrations []catalog.Integration) map[string]integration {
	offered := map[string]integration{}
	for _, i := range integrations {
		if beganAfter(i.Since, 13) || slices.Contains(newerThan13, i.Slug) {
			continue
		}
		i.Parameters = without(i.Parameters, func(p catalog.Parameter) bool { return beganAfter(p.Since, 13) })
		offered[i.Slug] = integration{Integration: i, accepted: i.Parameters}
	}
	return offered
}

func without(parameters []catalog.Parameter, missing func(catalog.Parameter) bool) []catalog.Parameter {
	return slices.DeleteFunc(slices.Clone(parameters), missing)
}

func endedBefore(until string, major int) bool {
	last, known := majorOf(until)
	return known && last < major
}

func beganAfter(since string, major int) bool {
	first, known := majorOf(since)
	return known && first > major
}

func majorOf(version string) (int, bool) {
	major, _, _ := strings.Cut(version, ".")
	number, err := strconv.Atoi(major)
	return number, err == nil
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

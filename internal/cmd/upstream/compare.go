package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// inherited is the parameter that every integration has. The catalog leaves it
// out.
const inherited = "use_inherited_settings"

// difference is a fact that differs between a document and the catalog.
type difference struct {
	slug string
	// fact is the statement of the document.
	fact string
	// explanation is why the catalog differs. It is empty if the difference is open.
	explanation string
}

// comparison compares the catalog with one route of a document.
type comparison struct {
	// page reports whether the document is a page of the documentation, which is
	// written by hand.
	page    bool
	route   route
	offered integrations
	// release is the GitLab version of the document, if it is exact, or else the
	// oldest version that the document can have.
	release version.Version
	exact   bool
}

// compare returns the differences, sorted by slug and then in the order of the
// catalog. If release is the zero Version, the document is assumed to be at least as
// new as everything in it.
func compare(d document, release version.Version, known []catalog.Integration, ignored []catalog.Ignored) []difference {
	exact := release != (version.Version{})
	if !exact {
		release = newest(d.all(), known)
	}
	var list []difference
	routes := map[difference][]string{}
	for _, r := range slices.SortedFunc(maps.Keys(d.routes), route.compare) {
		for _, found := range (comparison{!d.declaration, r, d.routes[r], release, exact}).differences(known, ignored) {
			if routes[found] == nil {
				list = append(list, found)
			}
			routes[found] = append(routes[found], r.String())
		}
	}
	for n, found := range list {
		if found.explanation == "" && len(routes[found]) < len(d.routes) {
			list[n].fact += " (" + strings.Join(routes[found], ", ") + ")"
		}
	}
	slices.SortStableFunc(list, func(a, b difference) int { return cmp.Compare(a.slug, b.slug) })
	return list
}

// newest returns the latest version in which GitLab added something that the
// document contains, according to the catalog.
func newest(all integrations, known []catalog.Integration) version.Version {
	var last version.Version
	for _, ours := range known {
		theirs, found := all[ours.Slug]
		if !found {
			continue
		}
		last = latest(last, bound(ours.Since))
		for _, p := range ours.Parameters {
			if _, found := theirs[p.Name]; found {
				last = latest(last, bound(p.Since))
			}
		}
	}
	return last
}

func (c comparison) differences(known []catalog.Integration, ignored []catalog.Ignored) []difference {
	var list []difference
	add := func(slug string, found []difference) {
		for _, d := range found {
			d.slug = slug
			list = append(list, d)
		}
	}
	unknown := maps.Clone(c.offered)
	for _, ours := range known {
		delete(unknown, ours.Slug)
		add(ours.Slug, c.integration(ours))
	}
	for slug, theirs := range unknown {
		names := slices.Sorted(maps.Keys(theirs))
		add(slug, []difference{{fact: "new integration: " + strings.Join(names, ", "), explanation: reason(ignored, slug)}})
	}
	return list
}

func (c comparison) integration(ours catalog.Integration) []difference {
	theirs, found := c.offered[ours.Slug]
	if !found {
		return c.absent(ours)
	}
	list := c.bounds(ours.Since, ours.Until)
	// An OpenAPI file lists all integrations on all routes.
	if c.page && !ours.HasScope(c.route.owner) {
		list = append(list, difference{fact: "new for a " + c.route.owner, explanation: documentedAs(ours.DocumentedAs, c.route.owner)})
	}
	for _, p := range ours.Parameters {
		for _, d := range c.parameter(p, theirs) {
			d.fact = p.Name + ": " + d.fact
			list = append(list, d)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(theirs)) {
		if _, found := ours.Parameter(name); !found && name != inherited {
			list = append(list, difference{fact: fmt.Sprintf("%s: new (%s)", name, theirs[name]), explanation: leftOut(ours, name)})
		}
	}
	return list
}

// absent returns the difference if the route lacks an integration. It returns none
// if the catalog does not expect the integration there, as for an integration of
// projects on a route of groups.
func (c comparison) absent(ours catalog.Integration) []difference {
	if !ours.HasScope(c.route.owner) {
		return nil
	}
	return []difference{{fact: "gone", explanation: c.absence(ours.Since, ours.Until, ours.DocumentedAs)}}
}

// parameter compares a parameter of the catalog.
func (c comparison) parameter(ours catalog.Parameter, all parameters) []difference {
	theirs, found := all[ours.Name]
	if !found {
		return []difference{{fact: "gone", explanation: c.absence(ours.Since, ours.Until, ours.DocumentedAs)}}
	}
	list := c.bounds(ours.Since, ours.Until)
	if theirs.typ != "" && theirs.typ != ours.Type {
		list = append(list, difference{
			fact:        fmt.Sprintf("type is %s, not %s", theirs.typ, ours.Type),
			explanation: documentedAs(ours.DocumentedAs, theirs.typ),
		})
	}
	if theirs.demand != "" && !ours.Presence && theirs.demand != demand(ours.Required) {
		list = append(list, difference{
			fact:        fmt.Sprintf("is %s, not %s", theirs.demand, demand(ours.Required)),
			explanation: documentedAs(ours.DocumentedAs, theirs.demand),
		})
	}
	if theirs.deprecated && ours.Deprecated == "" {
		list = append(list, difference{fact: "is deprecated"})
	}
	return list
}

// bounds returns a difference if the document contains something that its GitLab
// version is too old or too new for, according to the catalog.
func (c comparison) bounds(since, until string) []difference {
	switch {
	case c.exact && c.release.Before(bound(since)):
		return []difference{{fact: "is there before " + since}}
	case until == "" || !bound(until).Before(c.release):
		return nil
	case c.page:
		return []difference{{fact: "is there after " + until, explanation: "GitLab's pages go on listing what GitLab drops."}}
	default:
		return []difference{{fact: "is there after " + until}}
	}
}

// bound parses a version of the catalog, which has been validated. The empty text is
// older than all versions.
func bound(text string) version.Version {
	known, _ := version.Parse(text)
	return known
}

func latest(a, b version.Version) version.Version {
	if a.Before(b) {
		return b
	}
	return a
}

package main

import (
	"slices"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// absence explains why a document lacks something that the catalog has. It returns
// "" if there is no explanation.
func (c comparison) absence(since, until string, documented []string) string {
	switch {
	case since != "" && c.release.Before(bound(since)):
		return "GitLab has it from " + since + " on."
	case until != "" && (!c.exact || bound(until).Before(c.release)):
		return "GitLab has it up to " + until + "."
	case !c.page:
		return ""
	case c.route.collection == "services":
		return "A page of the Services API lacks what came later."
	default:
		return documentedAs(documented, catalog.Missing)
	}
}

// documentedAs explains a difference that the catalog lists under documented_as. It
// returns "" for any other difference.
func documentedAs(words []string, word string) string {
	if !slices.Contains(words, word) {
		return ""
	}
	if word == catalog.Missing {
		return "GitLab's pages are known to leave it out."
	}
	return "The catalog differs on purpose (documented_as)."
}

// leftOut explains why an integration of the catalog lacks a parameter. It returns ""
// if there is no explanation.
func leftOut(ours catalog.Integration, name string) string {
	if slices.Contains(ours.UnusableEvents, name) {
		return "GitLab's API lists it but cannot store it."
	}
	return reason(ours.Ignored, name)
}

func reason(ignored []catalog.Ignored, name string) string {
	for _, i := range ignored {
		if i.Name == name {
			return i.Reason
		}
	}
	return ""
}

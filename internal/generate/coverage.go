package main

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// coverageGuide is the guide that is generated from the catalog.
const coverageGuide = "templates/guides/coverage.md"

// coverage are the integrations by category, and the major versions of GitLab in which
// any of them or of their settings begins or ends, with those between them.
type coverage struct {
	Categories []category
	Majors     []int
}

// category is a category of the documentation.
type category struct {
	Name         string
	Integrations []integration
}

// order is the text by which categories are sorted: Retired comes last.
func (c category) order() string {
	if c.Name == catalog.Retired {
		return "~"
	}
	return c.Name
}

func newCoverage(integrations []catalog.Integration) coverage {
	var c coverage
	byName := map[string][]integration{}
	for _, i := range integrations {
		byName[i.Category] = append(byName[i.Category], integration{i})
	}
	for name, list := range byName {
		slices.SortFunc(list, func(a, b integration) int { return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)) })
		c.Categories = append(c.Categories, category{name, list})
	}
	slices.SortFunc(c.Categories, func(a, b category) int { return cmp.Compare(a.order(), b.order()) })
	c.Majors = majors(integrations)
	return c
}

// majors are the major versions from the first to the last bound.
func majors(integrations []catalog.Integration) (list []int) {
	var bounds []int
	add := func(texts ...string) {
		for _, text := range texts {
			if v, ok := version.Parse(text); ok {
				bounds = append(bounds, v.Major)
			}
		}
	}
	for _, i := range integrations {
		add(i.Since, i.Until)
		for _, p := range i.Parameters {
			add(p.Since, p.Until)
		}
	}
	if len(bounds) == 0 {
		return nil
	}
	for major := slices.Min(bounds); major <= slices.Max(bounds); major++ {
		list = append(list, major)
	}
	return list
}

// inMajor reports whether any release of a major version is in a range of versions.
func inMajor(major int, since, until string) bool {
	first, hasFirst := version.Parse(since)
	last, hasLast := version.Parse(until)
	return (!hasFirst || first.Major <= major) && (!hasLast || major <= last.Major)
}

// SettingsBy counts the settings in each major version, with a dash where the
// integration does not exist.
func (i integration) SettingsBy(majors []int) (cells []string) {
	for _, major := range majors {
		cell := "–"
		if inMajor(major, i.Since, i.Until) {
			cell = strconv.Itoa(i.settingsIn(major))
		}
		cells = append(cells, cell)
	}
	return cells
}

func (i integration) settingsIn(major int) (count int) {
	for _, p := range i.Integration.Parameters {
		if inMajor(major, p.Since, p.Until) {
			count++
		}
	}
	return count
}

// bounded are the settings that a range of versions has.
type bounded struct {
	since, until string
	names        []string
}

// Versions describes the range.
func (b bounded) Versions() string { return version.Range(b.since, b.until) }

// Settings are the names as code.
func (b bounded) Settings() string { return code(b.names...) }

// Ranges are the settings that do not exist as long as the integration, by their first
// and last version.
func (i integration) Ranges() (list []bounded) {
	for _, p := range i.Integration.Parameters {
		if p.Since == "" && p.Until == "" {
			continue
		}
		n := slices.IndexFunc(list, func(b bounded) bool { return b.since == p.Since && b.until == p.Until })
		if n < 0 {
			n, list = len(list), append(list, bounded{since: p.Since, until: p.Until})
		}
		list[n].names = append(list[n].names, p.Name)
	}
	slices.SortFunc(list, func(a, b bounded) int {
		return cmp.Or(compareVersions(a.since, b.since), compareVersions(a.until, b.until))
	})
	return list
}

// compareVersions orders versions; no version comes first.
func compareVersions(a, b string) int {
	first, _ := version.Parse(a)
	second, _ := version.Parse(b)
	return cmp.Or(cmp.Compare(first.Major, second.Major), cmp.Compare(first.Minor, second.Minor))
}

package main

import (
	"slices"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// The test also covers the first and the last version of integrations and settings.
func TestCoverage(t *testing.T) {
	c := newCoverage([]catalog.Integration{
		{Slug: "gone", Title: "Gone", Category: catalog.Retired, Until: "12.3", Parameters: []catalog.Parameter{{Name: "a"}}},
		{Slug: "b", Title: "beta", Category: "Wikis", Since: "13.5", Parameters: []catalog.Parameter{
			{Name: "a"}, {Name: "b", Until: "13.12"}, {Name: "c", Since: "14.2"}, {Name: "d", Since: "13.7"}, {Name: "e", Since: "14.2"},
		}},
		{Slug: "a", Title: "Alpha", Category: "Wikis", Parameters: nil},
		{Slug: "c", Title: "Chat", Category: "Chat", Parameters: nil},
	})
	var titles []string
	for _, category := range c.Categories {
		for _, i := range category.Integrations {
			titles = append(titles, category.Name+"/"+i.Title)
		}
	}
	if want := []string{"Chat/Chat", "Wikis/Alpha", "Wikis/beta", "Retired/Gone"}; !slices.Equal(titles, want) {
		t.Errorf("the order is %v instead of %v", titles, want)
	}
	if want := []int{12, 13, 14}; !slices.Equal(c.Majors, want) {
		t.Errorf("the major versions are %v instead of %v", c.Majors, want)
	}
	beta := c.Categories[1].Integrations[1]
	if got, want := beta.SettingsBy(c.Majors), []string{"–", "3", "4"}; !slices.Equal(got, want) {
		t.Errorf("the settings are %v instead of %v", got, want)
	}
	var ranges []string
	for _, b := range beta.Ranges() {
		ranges = append(ranges, b.Versions()+" "+b.Settings())
	}
	if want := []string{"up to 13.12 `b`", "13.7 and later `d`", "14.2 and later `c`, `e`"}; !slices.Equal(ranges, want) {
		t.Errorf("the ranges are %v instead of %v", ranges, want)
	}
	if got := newCoverage(nil); got.Majors != nil {
		t.Errorf("an empty catalog has the major versions %v", got.Majors)
	}
}

package integration

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// bySlug are the resources of the catalog.
type bySlug map[string]*definition

// title is GitLab's name of an integration, or its slug if the catalog does not have it.
func (c bySlug) title(slug string) string {
	if known := c[slug]; known != nil {
		return known.Title
	}
	return slug
}

// toDisable defines an integration without settings: a policy needs neither the
// settings nor their table.
func (c bySlug) toDisable(slug string) *definition {
	d := &definition{Spec: &Spec{Slug: slug, Title: c.title(slug)}}
	if known := c[slug]; known != nil {
		d.Exclusive, d.exclusives, d.Install, d.Undeletable = known.Exclusive, known.exclusives, known.Install, known.Undeletable
		d.Scope = known.Scope
	}
	return d
}

// validate checks a slug of an attribute.
func (c bySlug) validate(path *tftypes.AttributePath, attribute, slug string) []*tfprotov6.Diagnostic {
	return ValidateSlug(path, attribute, slug, slices.Sorted(maps.Keys(c)))
}

// ValidateSlug checks a slug: one that cannot be GitLab's is an error, and one that is
// not among the known, which are sorted, is a warning.
func ValidateSlug(path *tftypes.AttributePath, attribute, slug string, known []string) []*tfprotov6.Diagnostic {
	if slices.Contains(known, slug) {
		return nil
	}
	found := warningOf(message.UnknownIntegrationName(slug, similar(slug, known)))
	if !slugForm.MatchString(slug) {
		found = errorOf(message.InvalidIntegrationName(attribute, slug, similar(slug, known)))
	}
	found.Attribute = path
	return []*tfprotov6.Diagnostic{found}
}

// similar returns the first of the known slugs that are most similar to a text; "" if
// none is similar.
func similar(text string, known []string) (closest string) {
	text = strings.ReplaceAll(strings.ToLower(text), "_", "-")
	least := 3 // More differences are hardly a slip.
	for _, slug := range known {
		if distance := editDistance(text, slug); distance < min(least, len(slug)/2+1) {
			closest, least = slug, distance
		}
	}
	return closest
}

// editDistance is the number of characters that have to be inserted, removed, replaced or
// swapped with their neighbour to make one text of another.
func editDistance(from, to string) int {
	var beforeLast, last []int
	for i := range len(from) + 1 {
		row := make([]int, len(to)+1)
		for j := range row {
			switch {
			case i == 0 || j == 0:
				row[j] = i + j
				continue
			case from[i-1] == to[j-1]:
				row[j] = last[j-1]
			default:
				row[j] = 1 + min(last[j-1], last[j], row[j-1])
			}
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], 1+beforeLast[j-2])
			}
		}
		beforeLast, last = last, row
	}
	return last[len(to)]
}

package resources

import (
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// Find returns the declaration of an integration by GitLab's name of it; nil if
// there is none.
func Find(slug string) *integration.Spec {
	at, found := slices.BinarySearchFunc(All, slug, func(spec integration.Spec, slug string) int {
		return strings.Compare(spec.Slug, slug)
	})
	if !found {
		return nil
	}
	return &All[at]
}

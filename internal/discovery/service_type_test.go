package discovery_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
)

// Every type that GraphQL of GitLab 18.9 documents is that of an integration of the
// catalog, and every integration that the catalog does not know to be gone by
// then has a type, but for what only a development GitLab has and what GitLab took
// out of GraphQL before its end.
func TestServiceTypes(t *testing.T) {
	text, err := os.ReadFile("testdata/service_types_18.9.txt")
	if err != nil {
		t.Fatal(err)
	}
	documented := strings.Fields(string(text))
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	without := []string{"mock-ci", "prometheus", "jenkins-deprecated"}
	var types []string
	for _, i := range integrations {
		types = append(types, discovery.ServiceType(i.Slug))
		if i.Until == "" && !slices.Contains(documented, discovery.ServiceType(i.Slug)) && !slices.Contains(without, i.Slug) {
			t.Errorf("%s: GraphQL has no %s", i.Slug, discovery.ServiceType(i.Slug))
		}
	}
	for _, each := range documented {
		if !slices.Contains(types, each) {
			t.Errorf("%s is that of no integration", each)
		}
	}
}

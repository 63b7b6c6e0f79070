package discovery_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

// Every integration in the recordings of GitLab 18.9 must have a type that GitLab's
// GraphQL documents, except those that only a development GitLab has. The remaining
// documented types belong to integrations that REST no longer has.
func TestServiceTypes(t *testing.T) {
	text, err := os.ReadFile("testdata/service_types_18.9.txt")
	if err != nil {
		t.Fatal(err)
	}
	documented := strings.Fields(string(text))
	release, err := recordings.Load("18.9")
	if err != nil {
		t.Fatal(err)
	}
	development := []string{"mock-ci", "mock-monitoring"}
	for slug := range maps.Keys(release.Accepted) {
		serviceType := discovery.ServiceType(slug)
		if slices.Contains(documented, serviceType) == slices.Contains(development, slug) {
			t.Errorf("%s: GraphQL documents %s: %t", slug, serviceType, slices.Contains(documented, serviceType))
		}
		documented = slices.DeleteFunc(documented, func(each string) bool { return each == serviceType })
	}
	if len(documented) > 0 {
		t.Errorf("no integration has the types %v", documented)
	}
}

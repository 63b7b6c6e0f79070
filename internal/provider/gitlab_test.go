package provider_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// realGitLab is a running GitLab instance with the project acme/web, where all
// integrations are disabled.
type realGitLab struct{ url, token, version string }

// TestOnGitLab tests the lifecycle of every integration on a real GitLab instance. It is
// skipped unless the environment contains the address of one: see make acceptance-gitlab.
func TestOnGitLab(t *testing.T) {
	gitlab := realGitLab{url: os.Getenv("ACCEPTANCE_BASE_URL"), token: os.Getenv("ACCEPTANCE_TOKEN")}
	if gitlab.url == "" {
		t.Skip("ACCEPTANCE_BASE_URL is not set")
	}
	gitlab.version = gitlab.askVersion(t)
	integrations := loadCatalog(t)
	// The subtests run sequentially, because a project can have only one active issue
	// tracker.
	for _, name := range slices.Sorted(maps.Keys(integrations)) {
		t.Run(name, func(t *testing.T) { gitlab.live(t, integrations[name]) })
	}
}

// askVersion requests the version of GitLab.
func (gitlab realGitLab) askVersion(t *testing.T) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, gitlab.url+"/api/v4/version", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("PRIVATE-TOKEN", gitlab.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ Version string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.Version == "" {
		t.Fatalf("GitLab's version: status %s, %+v, %v", response.Status, answer, err)
	}
	return answer.Version
}

// lacks returns the reason why the project cannot have the integration, or an empty
// string.
func (gitlab realGitLab) lacks(i catalog.Integration) string {
	switch {
	case !within(gitlab.version, i.Since, i.Until):
		return "GitLab " + gitlab.version + " does not have it"
	case !i.HasScope(catalog.Project):
		return "a project cannot have it"
	case i.Install != "":
		return "it must be installed in the page of another service"
	case i.Availability != "":
		return "it needs more than a GitLab without a license: " + i.Availability
	}
	return ""
}

// live sets up the integration, changes all of its settings, imports and destroys it. The
// framework expects an empty plan after each step.
func (gitlab realGitLab) live(t *testing.T, i catalog.Integration) {
	if reason := gitlab.lacks(i); reason != "" {
		t.Skip(reason)
	}
	i = inVersion(i, gitlab.version)
	config := func(configured settings) string {
		return block(`provider "gitlabintegrations"`, settings{"base_url": gitlab.url, "token": gitlab.token}) +
			resourceBlock(i.TypeName(), "it", configured.with(settings{"project": "acme/web"}))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config(minimal(i))},
			{Config: config(full(i))},
			{ResourceName: i.TypeName() + ".it", ImportState: true, ImportStateId: "acme/web"},
		},
	})
}

package gitlabfake_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// Every integration in the catalog can be set up, read, listed and deleted for every
// kind of owner that it supports, in the default version of GitLab and in an older one.
func TestWholeCatalog(t *testing.T) {
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, integration := range integrations {
		t.Run(integration.Slug, func(t *testing.T) {
			a := newAPI(t)
			if integration.Category == catalog.Retired {
				a.Version = "10.2"
				lifecycle(a, "projects/acme/web", "/services/", integration)
				return
			}
			owners := map[string]string{catalog.Project: "projects/acme/web", catalog.Group: "groups/acme"}
			for _, scope := range integration.Scopes {
				lifecycle(a, owners[scope], "/integrations/", integration)
			}
		})
	}
}

func lifecycle(a api, owner, collection string, integration catalog.Integration) {
	a.t.Helper()
	settings := examples(integration)
	if integration.Install != "" {
		a.SetUp(owner, integration.Slug, nil)
	}
	kind, id, _ := strings.Cut(owner, "/")
	path := kind + "/" + url.PathEscape(id) + collection + integration.Slug

	written := a.put(path, settings)
	if read := a.get(path); !reflect.DeepEqual(read, written) {
		a.t.Errorf("GET returned %v, PUT returned %v", read, written)
	}
	for _, p := range integration.Parameters {
		if a.Version == gitlabfake.DefaultVersion {
			checkPlace(a.t, written, p)
		}
	}
	if integration.Undeletable {
		return
	}
	a.delete(path)
	expect(a.t, a.get(path), object{"active": false})
}

// examples returns values for all required settings.
func examples(integration catalog.Integration) object {
	settings := object{}
	for _, p := range integration.Parameters {
		demanded := p.Required || p.Presence || integration.Slug+"."+p.Name == "jira.username"
		if demanded {
			settings[p.Name] = p.Example
		}
	}
	return settings
}

// checkPlace checks that the response contains the parameter where the catalog says,
// unless this version of GitLab does not have the parameter.
func checkPlace(t *testing.T, answer object, p catalog.Parameter) {
	t.Helper()
	if p.Since != "" || p.Until != "" {
		return
	}
	_, top := answer[p.Name]
	_, property := properties(answer)[p.Name]
	if top != (p.Returned == catalog.Top) || property != (p.Returned == catalog.Properties) {
		t.Errorf("%s: at the top level %t, in properties %t, want %s", p.Name, top, property, p.Returned)
	}
}

package discovery_test

import (
	"net/http"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

var projectsOnly = discovery.Query{Owner: acme.Owner, Subgroups: true, Kinds: []client.Kind{client.ProjectKind}}

// A project with an integration of which GraphQL has no type makes the whole page
// fail. The page is halved until it is alone, and its list is asked for.
func TestPageThatFails(t *testing.T) {
	s := newSite(t)
	s.fill()
	s.SetUp("projects/"+s.project(200), "mock-ci", map[string]any{"mock_service_url": "http://example.com"})
	s.UnknownToGraphQL = []string{"mock-ci"}
	expectEqual(t, "found", len(found(s.find(projectsOnly))), 26)
	counts := s.counted()
	// The first page and seven smaller ones fail: 50, 25, 13, 7, 4, 2 and 1. Seven
	// parts of it succeed, one project is asked for alone, and two pages follow.
	if counts[graphQL] > 18 || counts[projectLists] != 25 || counts[restProjects] != 0 {
		t.Errorf("requests: %v", counts)
	}
}

// With such projects everywhere, GraphQL is asked a bounded number of times a page.
func TestPagesThatFailEverywhere(t *testing.T) {
	s := newSite(t)
	s.fill()
	for n := range 250 {
		s.SetUp("projects/"+s.project(n), "mock-ci", map[string]any{"mock_service_url": "http://example.com"})
	}
	s.UnknownToGraphQL = []string{"mock-ci"}
	expectEqual(t, "found", len(found(s.find(projectsOnly))), 275)
	counts := s.counted()
	if counts[graphQL] > 3*45 || counts[projectLists] != 250 {
		t.Errorf("requests: %v", counts)
	}
}

// A page whose projects the token may not see has no cursor, although more follow.
// REST lists what is left.
func TestPageWithoutACursor(t *testing.T) {
	s := newSite(t)
	s.fill()
	roles := map[string]gitlabfake.Role{}
	for _, n := range []int{249, 100, 30} { // 249 is on the first page, the next is empty.
		roles["projects/"+s.project(n)] = gitlabfake.Maintainer
	}
	s.AddUser(gitlabfake.User{Token: "some", Roles: roles})
	s.Publish("groups/acme")
	s.signIn("some")
	results := s.find(projectsOnly)
	expectEqual(t, "found", found(results), []string{"projects/" + s.project(30) + " slack", "projects/" + s.project(100) + " slack"})
	expectEqual(t, "owners", len(results), 3)
	s.expectRequests(map[string]int{groups: 1, graphQL: 2, restProjects: 2, projectLists: 2})
}

// A cursor that leads to where it came from would lead nowhere for ever.
func TestCursorThatStandsStill(t *testing.T) {
	s := newSite(t)
	s.AddProject("acme/web")
	s.SetUp("projects/acme/web", "slack", hook)
	s.refuse(isGraphQL, http.StatusOK, `{"data":{"group":{"projects":{"pageInfo":{"hasNextPage":true,"endCursor":"x"},"nodes":[]}}}}`)
	expectEqual(t, "found", found(s.find(projectsOnly)), []string{"projects/acme/web slack"})
	s.expectRequests(map[string]int{groups: 1, graphQL: 2, restProjects: 2, projectLists: 1})
}

// Where GraphQL is not there or does not know the query, REST lists the projects, also
// for administrators who are members of none.
func TestWithoutGraphQL(t *testing.T) {
	tests := map[string]struct {
		act     func(*site)
		queries int
	}{
		"not found":         {func(s *site) { s.refuse(isGraphQL, http.StatusNotFound, `{"error":"404 Not Found"}`) }, 1},
		"a page for people": {func(s *site) { s.refuse(isGraphQL, http.StatusForbidden, `<html><title>No</title></html>`) }, 1},
		"unknown field": {func(s *site) {
			s.refuse(isGraphQL, http.StatusOK, `{"errors":[{"message":"Field 'services' doesn't exist","locations":[{"line":1,"column":1}]}]}`)
		}, 1},
		"group that is hidden":   {func(s *site) { s.refuse(isGraphQL, http.StatusOK, `{"data":{"group":null}}`) }, 1},
		"fails without services": {func(s *site) { s.refuse(isGraphQL, http.StatusOK, `{"errors":[{"message":"Internal server error"}]}`) }, 8},
		"before GraphQL":         {func(s *site) { s.Version = "12.9" }, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.fill()
			test.act(s)
			results := s.find(projectsOnly)
			expectEqual(t, "found", found(results), s.filled())
			expectEqual(t, "owners", len(results), 250)
			counts := s.counted()
			if counts[graphQL] != test.queries || counts[restProjects] != 4 {
				t.Errorf("requests: %v", counts)
			}
		})
	}
}

func TestArchivedWithoutGraphQL(t *testing.T) {
	s := newSite(t)
	s.Version = "12.9"
	for _, path := range []string{"acme/web", "acme/old"} {
		s.AddProject(path)
		s.SetUp("projects/"+path, "slack", hook)
	}
	s.ArchiveProject("acme/old")
	query := projectsOnly
	query.Archived = true
	results := s.find(query)
	expectEqual(t, "found", found(results), []string{"projects/acme/old slack", "projects/acme/web slack"})
	expectEqual(t, "archived", results[1].Owner.Archived, true)
	expectEqual(t, "found without", found(s.find(projectsOnly)), []string{"projects/acme/web slack"})
}

// What is below an archived group is archived, whoever lists it.
func TestArchivedGroup(t *testing.T) {
	for name, act := range map[string]func(*site){
		"GraphQL": func(*site) {},
		"REST":    func(s *site) { s.refuse(isGraphQL, http.StatusNotFound, `{}`) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			for _, path := range []string{"acme/web", "acme/old/shop/api"} {
				s.AddProject(path)
				s.SetUp("projects/"+path, "slack", hook)
			}
			s.SetUp("groups/acme/old/shop", "matrix", nil)
			s.ArchiveGroup("acme/old")
			act(s)
			expectEqual(t, "found", found(s.find(acme)), []string{"projects/acme/web slack"})
			query := acme
			query.Archived = true
			expectEqual(t, "found of all", found(s.find(query)),
				[]string{"groups/acme/old/shop matrix", "projects/acme/old/shop/api slack", "projects/acme/web slack"})
			query = discovery.Query{Owner: client.Owner{Kind: client.GroupKind, ID: "acme/old/shop"}}
			expectEqual(t, "found of itself", found(s.find(query)), []string{"groups/acme/old/shop matrix"})
		})
	}
}

// A GitLab without integrations of groups has none to list, and says so once. The
// client asks for its version to tell whether it has lists at all.
func TestGroupsOfAnOldGitLab(t *testing.T) {
	s := newSite(t)
	s.Version = "17.8"
	s.AddProject("acme/shop/web")
	s.SetUp("projects/acme/shop/web", "slack", hook)
	results := s.find(acme)
	expectEqual(t, "found", found(results), []string{"projects/acme/shop/web slack"})
	expectEqual(t, "owners", len(results), 1)
	s.expectRequests(map[string]int{groups: 1, groupLists: 1, "GET metadata": 1, graphQL: 1, projectLists: 1})
}

// More than one page of groups.
func TestManyGroups(t *testing.T) {
	s := newSite(t)
	for n := range 120 {
		s.AddGroup("acme/" + string(rune('a'+n%26)) + string(rune('a'+n/26)))
	}
	query := acme
	query.Kinds = []client.Kind{client.GroupKind}
	expectEqual(t, "owners", len(s.find(query)), 121)
	s.expectRequests(map[string]int{groups: 1, groupLists: 121, descendants: 2})
}

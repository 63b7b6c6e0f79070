package discovery_test

import (
	"net/http"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

var projectsOnly = discovery.Query{Owner: acme.Owner, Subgroups: true, Kinds: []client.Kind{client.ProjectKind}}

// A project with an integration that has no GraphQL type makes the whole page fail. The
// page is halved until this project is alone, and then its list is requested.
func TestPageThatFails(t *testing.T) {
	s := newSite(t)
	s.fill()
	s.SetUp("projects/"+s.project(200), "mock-ci", map[string]any{"mock_service_url": "http://example.com"})
	s.UnknownToGraphQL = []string{"mock-ci"}
	expectEqual(t, "found", len(found(s.find(projectsOnly))), 26)
	counts := s.counted()
	// The first page fails, and so do seven smaller ones of 50, 25, 13, 7, 4, 2 and 1
	// projects. Seven other parts of it succeed, the list of one project is requested,
	// and two pages follow.
	if counts[graphQL] > 18 || counts[projectLists] != 25 || counts[restProjects] != 0 {
		t.Errorf("requests: %v", counts)
	}
}

// If every page has such projects, the number of GraphQL requests for each page is
// limited.
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

// If the token cannot see any project of a page, the page has no cursor, although more
// pages follow. REST lists the remaining projects.
func TestPageWithoutACursor(t *testing.T) {
	s := newSite(t)
	s.fill()
	roles := map[string]gitlabfake.Role{}
	for _, n := range []int{249, 100, 30} { // Project 249 is on the first page; the next page is empty.
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

// A page that returns its own cursor must not cause an endless loop.
func TestCursorThatStandsStill(t *testing.T) {
	s := newSite(t)
	s.AddProject("acme/web")
	s.SetUp("projects/acme/web", "slack", hook)
	s.refuse(isGraphQL, http.StatusOK, `{"data":{"group":{"projects":{"pageInfo":{"hasNextPage":true,"endCursor":"x"},"nodes":[]}}}}`)
	expectEqual(t, "found", found(s.find(projectsOnly)), []string{"projects/acme/web slack"})
	s.expectRequests(map[string]int{groups: 1, graphQL: 2, restProjects: 2, projectLists: 1})
}

// If GraphQL is unavailable or refuses the query, REST lists the projects, even for
// administrators who are not members of any of them.
func TestWithoutGraphQL(t *testing.T) {
	tests := map[string]struct {
		act     func(*site)
		queries int
	}{
		"not found": {func(s *site) { s.refuse(isGraphQL, http.StatusNotFound, `{"error":"404 Not Found"}`) }, 1},
		"HTML page": {func(s *site) { s.refuse(isGraphQL, http.StatusForbidden, `<html><title>No</title></html>`) }, 1},
		"unknown field": {func(s *site) {
			s.refuse(isGraphQL, http.StatusOK, `{"errors":[{"message":"Field 'services' doesn't exist","locations":[{"line":1,"column":1}]}]}`)
		}, 1},
		"hidden group":           {func(s *site) { s.refuse(isGraphQL, http.StatusOK, `{"data":{"group":null}}`) }, 1},
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

// Subgroups and projects of an archived group count as archived, both in GraphQL and in
// REST.
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

// A GitLab without group integrations has none to list, and the search reports that
// once. The client requests the version to find out whether GitLab has lists at all.
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

// The list of groups has more than one page.
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

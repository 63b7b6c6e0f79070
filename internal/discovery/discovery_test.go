package discovery_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// GraphQL returns which projects have integrations. Only the lists of these projects
// are requested, and each list only once.
func TestFindInAGroup(t *testing.T) {
	s := newSite(t)
	s.fill()
	results := s.find(acme)
	expectEqual(t, "found", found(results), s.filled())
	expectEqual(t, "owners", len(results), 252)
	first := []discovery.Owner{results[0].Owner, results[1].Owner, results[2].Owner}
	for i, want := range []string{"groups/acme", "groups/acme/shop", "projects/acme/shop/project-249"} {
		if first[i].ImportID() != want || first[i].Number == 0 {
			t.Errorf("owner %d is %+v, want %s", i, first[i], want)
		}
	}
	s.expectRequests(map[string]int{groups: 1, groupLists: 2, descendants: 1, graphQL: 3, projectLists: 25})

	expectEqual(t, "found again", found(s.find(acme)), s.filled())
	s.expectRequests(map[string]int{})
}

// After a write, the list of the owner is requested again, whether the write used the
// ID or the path.
func TestFindAfterAWrite(t *testing.T) {
	s := newSite(t)
	s.fill()
	s.find(acme)
	s.Forget()
	s.SetUp("projects/"+s.project(1), "asana", nil)
	s.Disable("projects/"+s.project(10), "slack")
	s.lists.Forget(client.Owner{Kind: client.ProjectKind, ID: strings.ToUpper(s.project(1))})
	s.lists.Forget(client.Owner{Kind: client.ProjectKind, ID: s.project(10)})
	all := found(s.find(acme))
	expectEqual(t, "found", len(all), 25)
	expectEqual(t, "first", all[1], "projects/"+s.project(1)+" asana")
	s.expectRequests(map[string]int{projectLists: 2})
}

// A list that was requested by the path or the ID of a project is also used by
// discovery, and the reverse.
func TestListsAreShared(t *testing.T) {
	s := newSite(t)
	id := s.AddProject("acme/web")
	s.SetUp("projects/acme/web", "slack", hook)
	active := func(id string) {
		t.Helper()
		list, err := s.lists.Active(t.Context(), client.Owner{Kind: client.ProjectKind, ID: id})
		if err != nil || list["slack"] == nil {
			t.Errorf("%v, %v", list, err)
		}
	}
	active("Acme/web")
	expectEqual(t, "found", found(s.find(acme)), []string{"projects/acme/web slack"})
	active(discovery.Owner{Number: int64(id), Path: "1"}.Name().ID)
	s.expectRequests(map[string]int{projectLists: 1, groups: 1, groupLists: 1, descendants: 1, graphQL: 1})
}

// A list may have been requested before a write to the same owner by its other name.
func TestWriteByAnotherName(t *testing.T) {
	s := newSite(t)
	id := s.AddProject("acme/web")
	number := client.Owner{Kind: client.ProjectKind, ID: strconv.Itoa(id)}
	if _, err := s.lists.Active(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	s.SetUp("projects/acme/web", "slack", hook)
	s.lists.Forget(client.Owner{Kind: client.ProjectKind, ID: "acme/web"})
	expectEqual(t, "found", found(s.find(acme)), []string{"projects/acme/web slack"})
}

func TestFindWhatIsWanted(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"acme/web", "acme/old", "acme/shop/api"} {
		s.AddProject(path)
		s.SetUp("projects/"+path, "slack", hook)
		s.SetUp("projects/"+path, "asana", nil)
	}
	s.SetUp("groups/acme/shop", "matrix", nil)
	s.AddProject("acme/shop/site") // This project inherits.
	s.ArchiveProject("acme/old")
	s.Disable("projects/acme/web", "asana")
	group, project := acme.Owner, client.Owner{Kind: client.ProjectKind, ID: "acme/shop/site"}
	tests := map[string]struct {
		query    discovery.Query
		want     string
		requests map[string]int
	}{
		"all": {acme, "groups/acme/shop matrix, projects/acme/shop/api asana, projects/acme/shop/api slack, projects/acme/web slack",
			map[string]int{groups: 1, groupLists: 2, descendants: 1, graphQL: 1, projectLists: 3}},
		"inherited": {discovery.Query{Owner: project, Inherited: true}, "projects/acme/shop/site matrix",
			map[string]int{"GET projects/ID": 1, projectLists: 1}},
		"not inherited": {discovery.Query{Owner: project}, "",
			map[string]int{"GET projects/ID": 1, projectLists: 1}},
		"group only": {discovery.Query{Owner: group}, "projects/acme/web slack",
			map[string]int{groups: 1, groupLists: 1, graphQL: 1, projectLists: 1}},
		"archived": {discovery.Query{Owner: group, Archived: true}, "projects/acme/old asana, projects/acme/old slack, projects/acme/web slack",
			map[string]int{groups: 1, groupLists: 1, graphQL: 1, projectLists: 2}},
		"slugs": {discovery.Query{Owner: group, Subgroups: true, Slugs: []string{"asana"}}, "projects/acme/shop/api asana",
			map[string]int{groups: 1, groupLists: 2, descendants: 1, graphQL: 1, projectLists: 1}},
		"groups": {discovery.Query{Owner: group, Subgroups: true, Kinds: []client.Kind{client.GroupKind}}, "groups/acme/shop matrix",
			map[string]int{groups: 1, groupLists: 2, descendants: 1}},
		"projects": {discovery.Query{Owner: group, Kinds: []client.Kind{client.ProjectKind}}, "projects/acme/web slack",
			map[string]int{groups: 1, graphQL: 1, projectLists: 1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s.t = t
			s.signIn(s.Token)
			expectEqual(t, "found", strings.Join(found(s.find(test.query)), ", "), test.want)
			s.expectRequests(test.requests)
		})
	}
}

func TestSettings(t *testing.T) {
	s := newSite(t)
	s.AddProject("acme/web")
	s.SetUp("projects/acme/web", "slack", map[string]any{"webhook": hook["webhook"], "channel": "#web"})
	s.SetUp("projects/acme/web", "asana", nil)
	query := acme
	query.Settings, query.Slugs = true, []string{"slack"}
	results := s.find(query)
	channel := results[len(results)-1].Integrations[0].Settings.Properties["channel"]
	expectEqual[any](t, "channel", channel, "#web")
	s.expectRequests(map[string]int{groups: 1, groupLists: 1, descendants: 1, graphQL: 1, projectLists: 1, "GET projects/ID/integrations/slack": 1})
}

// Projects that the token cannot read must not hide the integrations of the others.
func TestNoAccess(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"acme/web", "acme/api", "acme/public"} {
		s.AddProject(path)
		s.SetUp("projects/"+path, "slack", hook)
	}
	s.Publish("groups/acme")
	s.Publish("projects/acme/public")
	s.AddUser(gitlabfake.User{Token: "some", Roles: map[string]gitlabfake.Role{
		"projects/acme/web": gitlabfake.Maintainer, "projects/acme/api": gitlabfake.Developer,
	}})
	// REST must be the last, because GraphQL requests remain refused.
	for _, name := range []string{"GraphQL", "REST"} {
		t.Run(name, func(t *testing.T) {
			s.t = t
			s.signIn("some")
			want := map[string]int{groups: 1, groupLists: 1, descendants: 1, graphQL: 1, projectLists: 3}
			if name == "REST" {
				s.refuse(isGraphQL, http.StatusNotFound, `{}`)
				want[restProjects] = 2
			}
			results := s.find(acme)
			expectEqual(t, "found", found(results), []string{"projects/acme/web slack"})
			expectEqual(t, "unreadable", unreadable(results), []string{"groups/acme", "projects/acme/public", "projects/acme/api"})
			for _, result := range results {
				if result.Err != nil && !discovery.IsNoAccess(result.Err) {
					t.Errorf("%s: %v", result.Owner.ImportID(), result.Err)
				}
			}
			s.expectRequests(want)
		})
	}
}

// GraphQL shows integrations to maintainers only. REST also shows them to members with
// a custom role that has the permission to manage integrations.
func TestCustomRole(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"acme/web", "acme/shop/api"} {
		s.AddProject(path)
		s.SetUp("projects/"+path, "slack", hook)
	}
	s.SetUp("groups/acme/shop", "matrix", nil)
	s.AddUser(gitlabfake.User{
		Token: "auditor", Roles: map[string]gitlabfake.Role{"groups/acme": gitlabfake.Guest}, ManagesIntegrations: []string{"groups/acme"},
	})
	s.signIn("auditor")
	results := s.find(acme)
	expectEqual(t, "found", found(results), []string{"groups/acme/shop matrix", "projects/acme/shop/api slack", "projects/acme/web slack"})
	expectEqual(t, "unreadable", unreadable(results), []string{})
}

// An error of GitLab in one project must not end the search.
func TestProjectThatCannotBeRead(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"acme/web", "acme/broken"} {
		s.AddProject(path)
		s.SetUp("projects/"+path, "slack", hook)
	}
	s.refuse(func(r *http.Request) bool { return strings.Contains(r.URL.Path, "acme/broken") }, http.StatusBadRequest, `{"message":"400 Bad Request"}`)
	results := s.find(acme)
	expectEqual(t, "found", found(results), []string{"projects/acme/web slack"})
	expectEqual(t, "unreadable", unreadable(results), []string{"projects/acme/broken"})
	if err := results[1].Err; err == nil || discovery.IsNoAccess(err) {
		t.Errorf("the error is %v", err)
	}
}

// Errors that concern all projects end the search.
func TestFindFails(t *testing.T) {
	project := discovery.Query{Owner: client.Owner{Kind: client.ProjectKind, ID: "acme/web"}}
	nonesuch := discovery.Query{Owner: client.Owner{Kind: client.GroupKind, ID: "nonesuch"}}
	tests := map[string]struct {
		act   func(*site)
		query discovery.Query
		is    func(error) bool
	}{
		"unknown group": {func(*site) {}, nonesuch, client.IsOwnerNotFound},
		"token":         {func(s *site) { s.signIn("wrong") }, acme, func(err error) bool { return strings.Contains(err.Error(), "401") }},
		"revoked token": {func(s *site) {
			s.refuse(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/integrations") }, http.StatusUnauthorized, `{"message":"401 Unauthorized"}`)
		}, acme, func(err error) bool { return strings.Contains(err.Error(), "401") }},
		"no lists": {func(s *site) { s.Version = "12.6" }, project, client.HasNoList},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.AddProject("acme/web")
			test.act(s)
			if _, err := collect(t.Context(), s.discovery, test.query); err == nil || !test.is(err) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// A path of digits could be taken for an ID.
func TestNameOfAnOwner(t *testing.T) {
	for path, want := range map[string]string{"acme": "groups/acme", "1234": "groups/7", "1/2": "groups/1/2"} {
		owner := discovery.Owner{Kind: client.GroupKind, Number: 7, Path: path}
		expectEqual(t, path, owner.ImportID(), want)
	}
}

func TestMovedProject(t *testing.T) {
	s := newSite(t)
	s.AddProject("acme/old")
	s.SetUp("projects/acme/old", "slack", hook)
	s.MoveProject("acme/old", "acme/new")
	results := s.find(discovery.Query{Owner: client.Owner{Kind: client.ProjectKind, ID: "acme/old"}})
	expectEqual(t, "found", found(results), []string{"projects/acme/new slack"})
	if results[0].MovedTo == "" {
		t.Error("the result does not contain the new path")
	}
}

// A list shows that its project has moved also if it is empty.
func TestListOfAMovedProject(t *testing.T) {
	s := newSite(t)
	number := s.AddProject("acme/old")
	s.MoveProject("acme/old", "acme/new")
	for name, want := range map[string]string{"acme/old": fmt.Sprint(number), "Acme/Old": fmt.Sprint(number), "acme/new": ""} {
		owner := client.Owner{Kind: client.ProjectKind, ID: name}
		if _, err := s.lists.Active(t.Context(), owner); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, name, s.lists.MovedTo(owner), want)
	}
}

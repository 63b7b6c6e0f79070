package discovery_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// populate adds 2,000 projects in 40 groups below acme.io. All inherit Slack, those of
// the seventh group also inherit Matrix, and every hundredth has its own Discord. It
// returns the sorted projects that have Discord or Matrix.
func (s *site) populate() (offenders []string) {
	s.AddGroup("acme.io")
	s.SetUp("groups/acme.io", "slack", hook)
	for group := range 40 {
		path := fmt.Sprintf("acme.io/team.%d", group)
		s.AddGroup(path)
		if group == 7 {
			s.SetUp("groups/"+path, "matrix", nil)
			offenders = append(offenders, "groups/"+path+" matrix")
		}
		for n := range 50 {
			project := fmt.Sprintf("%s/my.app-%d", path, n)
			s.AddProject(project)
			if group == 7 {
				offenders = append(offenders, "projects/"+project+" matrix")
			}
			if group%2 == 0 && n == 0 {
				s.SetUp("projects/"+project, "discord", map[string]any{"webhook": "https://discord.com/api/webhooks/x"})
				offenders = append(offenders, "projects/"+project+" discord")
			}
		}
	}
	slices.Sort(offenders)
	return offenders
}

// notSlack is the query of a compliance check for a group that allows only Slack.
var notSlack = discovery.Query{
	Owner: client.Owner{Kind: client.GroupKind, ID: "acme.io"}, Subgroups: true, Inherited: true,
	Except: map[client.Kind][]string{client.GroupKind: {"slack"}, client.ProjectKind: {"slack"}},
}

// Only the projects that violate the policy need a request of their own.
func TestTwoThousandProjects(t *testing.T) {
	s := newSite(t)
	offenders := s.populate()
	results := s.find(notSlack)
	expectEqual(t, "found", found(results), offenders)
	expectEqual(t, "owners", len(results), 1+40+2000)
	s.expectRequests(map[string]int{groups: 1, groupLists: 41, descendants: 1, graphQL: 20, projectLists: 50 + 20})

	denied := notSlack
	denied.Except, denied.Slugs = nil, []string{"discord", "matrix"}
	expectEqual(t, "found by slug", found(s.find(denied)), offenders)
	s.expectRequests(map[string]int{})

	s.signIn(s.Token)
	again := s.find(notSlack)
	for i := range results {
		if results[i].Owner != again[i].Owner {
			t.Fatalf("the owner %d is %v, and then %v", i, results[i].Owner, again[i].Owner)
		}
	}
}

// Without GraphQL, every project needs a request, and the result is the same. A rate
// limit only makes the search slower.
func TestTwoThousandProjectsByREST(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		offenders := s.populate()
		s.refuse(isGraphQL, http.StatusNotFound, `{}`)
		s.Limit = gitlabfake.Limit{Requests: 600, Period: time.Minute}
		expectEqual(t, "found", found(s.find(notSlack)), offenders)
		answered := map[int]int{}
		for _, request := range s.Requests() {
			if strings.HasSuffix(request.Path, "/integrations") {
				answered[request.Status]++
			}
		}
		if answered[http.StatusOK] != 2041 || answered[http.StatusTooManyRequests] == 0 {
			t.Errorf("lists by status: %v", answered)
		}
	})
}

// A canceled search returns an error instead of a part of the results, and later
// searches do not use that part.
func TestInterruptionAmongTwoThousand(t *testing.T) {
	s := newSite(t)
	offenders := s.populate()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	s.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "team.7/my.app-25/integrations") {
			interrupt()
			<-r.Context().Done()
		}
		return false
	})
	results, err := collect(ctx, s.discovery, notSlack)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%d results, error %v", len(results), err)
	}
	s.Intercept(nil)
	expectEqual(t, "found", found(s.find(notSlack)), offenders)
}

package integration

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

func trackerPlace(project string) address {
	return addressOf(client.Owner{Kind: client.ProjectKind, ID: project}, "issue tracker")
}

func TestPutsThatMayMeetTakeTurns(t *testing.T) {
	for name, test := range map[string]struct {
		first, second visit
		waits         bool
	}{
		"one path":             {visit{place: trackerPlace("acme/web"), slug: "jira"}, visit{place: trackerPlace("ACME/Web"), slug: "redmine"}, true},
		"path and number":      {visit{place: trackerPlace("acme/web"), slug: "jira"}, visit{place: trackerPlace("42"), slug: "redmine"}, true},
		"number and path":      {visit{place: trackerPlace("42"), slug: "jira", row: 7}, visit{place: trackerPlace("acme/web"), slug: "jira"}, true},
		"one row":              {visit{place: trackerPlace("42"), slug: "jira", row: 7}, visit{place: trackerPlace("acme/web"), slug: "jira", row: 7}, true},
		"two rows":             {visit{place: trackerPlace("42"), slug: "jira", row: 7}, visit{place: trackerPlace("acme/web"), slug: "jira", row: 8}, false},
		"rows of two trackers": {visit{place: trackerPlace("42"), slug: "jira", row: 7}, visit{place: trackerPlace("acme/web"), slug: "redmine", row: 8}, true},
		"two paths":            {visit{place: trackerPlace("acme/web"), slug: "jira"}, visit{place: trackerPlace("acme/api"), slug: "redmine"}, false},
		"two numbers":          {visit{place: trackerPlace("42"), slug: "jira"}, visit{place: trackerPlace("43"), slug: "redmine"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var p places
				leave, err := p.visit(t.Context(), &test.first)
				if err != nil {
					t.Fatal(err)
				}
				visited := make(chan func())
				go func() {
					leave, err := p.visit(t.Context(), &test.second)
					if err != nil {
						t.Error(err)
					}
					visited <- leave
				}()
				synctest.Wait()
				select {
				case leave := <-visited:
					if test.waits {
						t.Error("it does not wait")
					}
					leave()
				default:
					if !test.waits {
						t.Error("it waits")
					}
					leave()
					(<-visited)()
				}
			})
		})
	}
}

func TestVisitEndsWithItsContext(t *testing.T) {
	var p places
	if _, err := p.visit(t.Context(), &visit{place: trackerPlace("42")}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.visit(ctx, &visit{place: trackerPlace("acme/web")}); !errors.Is(err, context.Canceled) {
		t.Errorf("it does not end: %v", err)
	}
}

// A DELETE wakes those who wait for room in the same project, under whichever name.
func TestVacancies(t *testing.T) {
	for name, want := range map[string]bool{"acme/web": true, "42": true, "acme/api": false} {
		var p places
		vacancy := p.vacancy(trackerPlace(name))
		p.vacate(trackerPlace("acme/web"))
		select {
		case <-vacancy:
			if !want {
				t.Errorf("%s is woken", name)
			}
		default:
			if want {
				t.Errorf("%s is not woken", name)
			}
		}
	}
}

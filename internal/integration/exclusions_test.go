package integration

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

func trackerScope(project string) address {
	return addressOf(client.Owner{Kind: client.ProjectKind, ID: project}, "issue tracker")
}

func TestPutsThatMayMeetTakeTurns(t *testing.T) {
	for name, test := range map[string]struct {
		first, second exclusivePut
		waits         bool
	}{
		"one path":             {exclusivePut{scope: trackerScope("acme/web"), slug: "jira"}, exclusivePut{scope: trackerScope("ACME/Web"), slug: "redmine"}, true},
		"path and number":      {exclusivePut{scope: trackerScope("acme/web"), slug: "jira"}, exclusivePut{scope: trackerScope("42"), slug: "redmine"}, true},
		"number and path":      {exclusivePut{scope: trackerScope("42"), slug: "jira", row: 7}, exclusivePut{scope: trackerScope("acme/web"), slug: "jira"}, true},
		"one row":              {exclusivePut{scope: trackerScope("42"), slug: "jira", row: 7}, exclusivePut{scope: trackerScope("acme/web"), slug: "jira", row: 7}, true},
		"two rows":             {exclusivePut{scope: trackerScope("42"), slug: "jira", row: 7}, exclusivePut{scope: trackerScope("acme/web"), slug: "jira", row: 8}, false},
		"rows of two trackers": {exclusivePut{scope: trackerScope("42"), slug: "jira", row: 7}, exclusivePut{scope: trackerScope("acme/web"), slug: "redmine", row: 8}, true},
		"two paths":            {exclusivePut{scope: trackerScope("acme/web"), slug: "jira"}, exclusivePut{scope: trackerScope("acme/api"), slug: "redmine"}, false},
		"two numbers":          {exclusivePut{scope: trackerScope("42"), slug: "jira"}, exclusivePut{scope: trackerScope("43"), slug: "redmine"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var p exclusions
				leave, err := p.begin(t.Context(), &test.first)
				if err != nil {
					t.Fatal(err)
				}
				visited := make(chan func())
				go func() {
					leave, err := p.begin(t.Context(), &test.second)
					if err != nil {
						t.Error(err)
					}
					visited <- leave
				}()
				synctest.Wait()
				select {
				case leave := <-visited:
					if test.waits {
						t.Error("the request does not wait")
					}
					leave()
				default:
					if !test.waits {
						t.Error("the request waits")
					}
					leave()
					(<-visited)()
				}
			})
		})
	}
}

func TestVisitEndsWithItsContext(t *testing.T) {
	var p exclusions
	if _, err := p.begin(t.Context(), &exclusivePut{scope: trackerScope("42")}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.begin(ctx, &exclusivePut{scope: trackerScope("acme/web")}); !errors.Is(err, context.Canceled) {
		t.Errorf("the wait does not end: %v", err)
	}
}

// A DELETE wakes the requests that wait for another integration of the same project to be
// disabled, under any name of the project.
func TestVacancies(t *testing.T) {
	for name, want := range map[string]bool{"acme/web": true, "42": true, "acme/api": false} {
		var p exclusions
		disabled := p.nextDisabled(trackerScope(name))
		p.disabled(trackerScope("acme/web"))
		select {
		case <-disabled:
			if !want {
				t.Errorf("%s is woken, want it to wait", name)
			}
		default:
			if want {
				t.Errorf("%s is not woken", name)
			}
		}
	}
}

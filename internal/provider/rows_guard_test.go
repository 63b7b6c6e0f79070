package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// guarded are integrations whose settings somebody else can change, each with a
// change of one.
var guarded = map[string]struct {
	typeName string
	settings settings
	change   settings
	// reads are the requests of the destroy beside the DELETE.
	reads int
}{
	"moves its time":  {"slack", settings{"webhook": "https://hooks.slack.com/services/example"}, settings{"channel": "other"}, 0},
	"in a table":      {"redmine", trackerOfWeb("redmine"), settings{"issues_url": "https://other.example.com/:id"}, 1},
	"custom in table": {"custom", settings{"slug": "redmine", "settings": reference(customRedmine)}, settings{"issues_url": "https://other.example.com/:id"}, 1},
}

const customRedmine = `{ project_url = "https://redmine.example.com", issues_url = "https://redmine.example.com/:id", new_issue_url = "https://redmine.example.com/new" }`

func trackerOfWeb(host string) settings {
	address := "https://" + host + ".example.com"
	return settings{"project_url": address, "issues_url": address + "/:id", "new_issue_url": address + "/new"}
}

// TestSavedPlanMeetsASecondWriter plans the removal, has somebody change the
// integration, and applies the plan.
func TestSavedPlanMeetsASecondWriter(t *testing.T) {
	t.Parallel()
	for name, test := range guarded {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			slug := test.typeName
			if of, isCustom := test.settings["slug"].(string); isCustom {
				slug = of
			}
			c.configure(blockOf(test.typeName, "a", web.with(test.settings)))
			c.apply()
			c.configure("")
			c.succeed("plan", "-out=saved")
			c.gitlab.Change("projects/acme/web", slug, test.change)
			c.gitlab.Forget()
			c.fail("after its destruction was planned, so it was not disabled", "apply", "saved")
			if stored, _ := c.gitlab.Stored("projects/acme/web", slug); !stored.Active {
				t.Error("it is disabled")
			}
			c.requests()
			c.apply()
			if stored, _ := c.gitlab.Stored("projects/acme/web", slug); stored.Active {
				t.Error("it is on after a new plan")
			}
			want := map[string]int{http.MethodGet: 1 + test.reads, http.MethodDelete: 1}
			if got := c.requests(); !maps.Equal(got, want) {
				t.Errorf("got requests %v, want %v", got, want)
			}
		})
	}
}

// TestSecondWriterWhoDisables leaves nothing to do.
func TestSecondWriterWhoDisables(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(ofSlack("a", web))
	c.apply()
	c.configure("")
	c.succeed("plan", "-out=saved")
	c.gitlab.Disable("projects/acme/web", "slack")
	c.succeed("apply", "saved")
}

// TestRowOfAnotherProject has another project take the path of one that has moved.
func TestRowOfAnotherProject(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(ofSlack("a", web) + blockOf("asana", "a", web.with(settings{"api_key": "key"})))
	c.apply()
	c.gitlab.MoveProject("acme/web", "acme/site")
	c.gitlab.AddProject("acme/web")
	for slug, attributes := range map[string]settings{"slack": {"webhook": "https://hooks.slack.com/services/x"}, "asana": {"api_key": "x"}} {
		c.gitlab.SetUp("projects/acme/web", slug, attributes)
	}
	output := c.succeed("plan")
	c.shows(output, "Project acme/web may be another one than before", "set `project` to its ID")
	if got := strings.Count(output, "may be another one than before"); got != 1 {
		t.Errorf("the warning is there %d times", got)
	}
	c.configure("")
	c.fail("is not the integration in the state", "apply", "-auto-approve", "-refresh=false")
}

// TestCreateWhoseAnswerIsLost looks the integration up.
func TestCreateWhoseAnswerIsLost(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(block(`provider "gitlabintegrations"`, settings{"retries": 0}) + ofSlack("a", web))
	c.gitlab.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut && r.Header.Get("X-Held") == "" {
			r.Header.Set("X-Held", "yes")
			c.gitlab.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		if r.Method == http.MethodGet {
			panic(http.ErrAbortHandler)
		}
		return false
	})
	c.fail("marked as tainted", "apply", "-auto-approve")
	c.gitlab.Intercept(nil)
	c.shows(c.succeed("state", "list"), "gitlabintegrations_slack.a")
	c.shows(c.succeed("plan"), "is tainted, so")
	c.shows(c.apply(), "1 added, 0 changed, 1 destroyed")
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
	if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); !stored.Active {
		t.Error("it is disabled")
	}
}

// TestSwappedTrackers has one issue tracker make room for another.
func TestSwappedTrackers(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{10, 40} {
		for _, first := range []string{http.MethodPut, http.MethodDelete} {
			t.Run(fmt.Sprintf("%d/%s", workers, first), func(t *testing.T) {
				t.Parallel()
				c := newCLI(t)
				trackers := []string{blockOf("redmine", "a", web.with(trackerOfWeb("redmine"))), blockOf("bugzilla", "a", web.with(trackerOfWeb("bugzilla")))}
				c.configure(trackers[0])
				c.apply()
				c.configure(trackers[1])
				holding(c, first, false)
				c.succeed("apply", "-auto-approve", fmt.Sprint("-parallelism=", workers))
				c.gitlab.Intercept(nil)
				c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
				if stored, _ := c.gitlab.Stored("projects/acme/web", "bugzilla"); !stored.Active {
					t.Error("it is disabled")
				}
			})
		}
	}
}

// TestTwoResourcesForOneRow warns in the run that sets it up twice, and in the
// plan after that.
func TestTwoResourcesForOneRow(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	number := fmt.Sprint(c.gitlab.AddProject("acme/web"))
	a := ofSlack("a", web.with(settings{"channel": "one", "username": "bot"}))
	b := ofSlack("b", settings{"project": number, "channel": "two", "username": "bot"})
	c.configure(a + b)
	output := c.apply()
	c.shows(output, "Two resources for one integration", "different values for `channel`, and the last request counts", "removed")
	c.shows(c.succeed("plan"), "Two resources for one integration", "`removed` block with `lifecycle { destroy = false }`")
	c.succeed("apply", "-auto-approve", "-refresh-only")
	c.configure(a + withLifecycle(block("removed", settings{"from": reference("gitlabintegrations_slack.b")}), "destroy = false"))
	c.apply()
	if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); !stored.Active {
		t.Error("it is disabled")
	}
}

// TestPutThatFailsHoldsTheDeleteBack refuses the PUT of a resource that takes the
// place of another one.
func TestPutThatFailsHoldsTheDeleteBack(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 10} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			number := fmt.Sprint(c.gitlab.AddProject("acme/web"))
			c.configure(ofSlack("a", web))
			c.apply()
			c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method != http.MethodPut {
					return false
				}
				w.WriteHeader(http.StatusForbidden)
				fmt.Fprint(w, `{"message":"403 Forbidden"}`)
				return true
			})
			// The CLI may have sent the DELETE before the PUT; with create_before_destroy
			// it has not.
			c.configure(withLifecycle(ofSlack("b", settings{"project": number}), "create_before_destroy = true"))
			output, succeeded := c.try("apply", "-auto-approve", fmt.Sprint("-parallelism=", workers))
			if succeeded {
				t.Fatalf("the apply succeeded: %s", output)
			}
			stored, _ := c.gitlab.Stored("projects/acme/web", "slack")
			listed := strings.Contains(c.succeed("state", "list"), "gitlabintegrations_slack.a")
			if stored.Active != listed {
				t.Errorf("it is active: %t, it is in the state: %t: %s", stored.Active, listed, output)
			}
			c.gitlab.Intercept(nil)
			c.apply()
			if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); !stored.Active {
				t.Error("it is disabled")
			}
		})
	}
}

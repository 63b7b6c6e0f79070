package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// ofSlack configures Slack.
func ofSlack(name string, attributes settings) string {
	return resourceBlock("gitlabintegrations_slack", name, settings{"webhook": "https://hooks.slack.com/services/example"}.with(attributes))
}

// parallelism are the numbers of workers that the tests of orders run with.
var parallelism = []int{1, 10, 40}

// order holds the writes of a run and lets them go in an order. A write that the
// provider does not send as long as another one is held back cannot be waited
// for, so each is let go when it is its turn or nothing else has come for a while.
type order struct {
	mu      sync.Mutex
	first   string
	arrived map[string]chan struct{}
}

// holding has GitLab carry out the first PUT or DELETE of a run before or after
// the other, as far as the provider sends both at once. Early reports whether
// GitLab carries a write out before it holds the answer back.
func holding(c *cli, first string, early bool) {
	o := &order{first: first, arrived: map[string]chan struct{}{http.MethodPut: make(chan struct{}), http.MethodDelete: make(chan struct{})}}
	c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if o.arrived[r.Method] == nil || r.Header.Get("X-Held") != "" {
			return false
		}
		r.Header.Set("X-Held", "yes")
		answer := httptest.NewRecorder()
		if early {
			c.gitlab.ServeHTTP(answer, r)
		}
		if r.Method != o.first {
			o.await(o.first)
		}
		if !early {
			c.gitlab.ServeHTTP(answer, r)
		}
		o.arrive(r.Method)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
		return true
	})
}

func (o *order) arrive(method string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	select {
	case <-o.arrived[method]:
	default:
		close(o.arrived[method])
	}
}

// await waits for the answer to another write, which the provider may hold back.
func (o *order) await(method string) {
	select {
	case <-o.arrived[method]:
	case <-time.After(300 * time.Millisecond):
	}
}

// succession is a change of the configuration after which another resource, or
// the same one anew, means the same row.
type succession struct {
	before, after func(number string) string
	// arguments are further ones of the apply, and meanwhile is what happens to GitLab
	// before it.
	arguments []string
	meanwhile func(c *cli)
	// owner is where the row is afterwards.
	owner string
}

const (
	webOfModule = `module "%s" {
  source = "./slack"
}
`
	replaceWeb = "-replace=gitlabintegrations_slack.web"
)

var web = settings{"project": "acme/web"}

func always(config string) func(string) string { return func(string) string { return config } }

// ofNumber configures Slack of a project by its number.
func ofNumber(name string) func(string) string {
	return func(number string) string { return ofSlack(name, settings{"project": number}) }
}

var successions = map[string]succession{
	"rename": {before: always(ofSlack("a", web)), after: always(ofSlack("b", web)), owner: "projects/acme/web"},
	"group":  {before: always(ofSlack("a", settings{"group": "acme"})), after: always(ofSlack("b", settings{"group": "ACME"})), owner: "groups/acme"},
	"modules": {before: always(fmt.Sprintf(webOfModule, "a")), after: always(fmt.Sprintf(webOfModule, "b")), owner: "projects/acme/web"},
	"count to for_each": {
		before: always(ofSlack("web", web.with(settings{"count": 1}))),
		after:  always(ofSlack("web", web.with(settings{"for_each": reference(`toset(["x"])`)}))), owner: "projects/acme/web"},
	"replace": {before: always(ofSlack("web", web)), after: always(ofSlack("web", web)), arguments: []string{replaceWeb}, owner: "projects/acme/web"},
	"create before destroy": {
		before: always(ofSlack("web", web.with(settings{"lifecycle": createBeforeDestroy}))),
		after:  always(ofSlack("web", web.with(settings{"lifecycle": createBeforeDestroy}))), arguments: []string{replaceWeb}, owner: "projects/acme/web"},
	"custom to typed": {
		before: always(blockOf("custom", "web", web.with(settings{"slug": "slack", "secrets_wo": reference(`{ webhook = "https://hooks.slack.com/services/example" }`)}))),
		after:  always(ofSlack("web", web)), owner: "projects/acme/web"},
	"path to number":  {before: always(ofSlack("a", web)), after: ofNumber("b"), owner: "projects/acme/web"},
	"number to upper": {before: ofNumber("a"), after: always(ofSlack("b", settings{"project": "ACME/Web"})), owner: "projects/acme/web"},
	"project moved": {
		before: always(ofSlack("a", web)), after: always(ofSlack("b", settings{"project": "acme/site"})), owner: "projects/acme/site",
		meanwhile: func(c *cli) { c.gitlab.MoveProject("acme/web", "acme/site") }},
	"issue tracker": {
		before: always(blockOf("jira", "a", web.with(jiraOfOrders))), after: always(blockOf("jira", "b", web.with(jiraOfOrders))), owner: "projects/acme/web"},
}

var (
	createBeforeDestroy = lifecycle("create_before_destroy = true")
	jiraOfOrders        = settings{"url": "https://jira.example.com", "username": "bot", "password": "secret"}
)

// TestRowIsHandedOver goes through all successions in every order of the writes.
func TestRowIsHandedOver(t *testing.T) {
	t.Parallel()
	for name, s := range successions {
		for _, workers := range parallelism {
			for _, first := range []string{http.MethodPut, http.MethodDelete} {
				for _, early := range []bool{true, false} {
					t.Run(fmt.Sprintf("%s/%d/%s first/%t", name, workers, first, early), func(t *testing.T) {
						t.Parallel()
						s.play(t, workers, func(c *cli) { holding(c, first, early) })
					})
				}
			}
		}
	}
}

// play goes through a succession, and expects the row to be on in the end.
func (s succession) play(t *testing.T, workers int, hold func(*cli)) {
	t.Helper()
	c := newCLI(t)
	number := fmt.Sprint(c.gitlab.AddProject("acme/web"))
	c.writeModule("slack", ofSlack("web", web))
	c.configure(s.before(number))
	c.init(s.before(number))
	c.apply()
	if s.meanwhile != nil {
		s.meanwhile(c)
	}
	c.configure(s.after(number))
	c.init(s.after(number))
	hold(c)
	output := c.succeed(append([]string{"apply", "-auto-approve", fmt.Sprint("-parallelism=", workers)}, s.arguments...)...)
	c.gitlab.Intercept(nil)
	slug := "slack"
	if strings.Contains(s.after(number), "jira") {
		slug = "jira"
	}
	if stored, _ := c.gitlab.Stored(s.owner, slug); !stored.Active {
		t.Errorf("it is off after: %s", output)
	}
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
	c.succeed("destroy", "-auto-approve")
	if stored, _ := c.gitlab.Stored(s.owner, slug); stored.Active {
		t.Error("it is on after the destroy")
	}
}

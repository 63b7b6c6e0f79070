package provider_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// ofSlack configures Slack.
func ofSlack(name string, attributes settings) string {
	return resourceBlock("gitlabintegrations_slack", name, settings{"webhook": "https://hooks.slack.com/services/example"}.with(attributes))
}

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

// succession is a change of the configuration, there and back, after which another
// resource, or the same one anew, means the same row.
type succession struct {
	// one and other are configurations, given the number of the project.
	one, other func(number string) string
	// arguments are further ones of the apply.
	arguments []string
	// moves reports whether the project moves before each apply.
	moves bool
	// owner and slug are those of the row.
	owner, slug string
}

var web = settings{"project": "acme/web"}

// written is a configuration without the number of a project.
func written(config string) func(string) string { return func(string) string { return config } }

// ofNumber configures Slack of a project by its number.
func ofNumber(name string) func(string) string {
	return func(number string) string { return ofSlack(name, settings{"project": number}) }
}

// withLifecycle adds a block to one of a resource.
func withLifecycle(config, setting string) string {
	return strings.TrimSuffix(config, "}\n") + "  lifecycle {\n    " + setting + "\n  }\n}\n"
}

var (
	createBeforeDestroy = written(withLifecycle(ofSlack("web", web), "create_before_destroy = true"))
	jiraOfWeb           = web.with(settings{"url": "https://jira.example.com", "username": "bot", "password": "secret"})
	replaceWeb          = []string{"-replace=gitlabintegrations_slack.web"}
	customSlack         = blockOf("custom", "web", web.with(settings{"slug": "slack", "secrets_wo": reference(`{ webhook = "https://hooks.slack.com/services/example" }`)}))
)

var successions = map[string]succession{
	"rename":  {one: written(ofSlack("a", web)), other: written(ofSlack("b", web))},
	"group":   {one: written(ofSlack("a", settings{"group": "acme"})), other: written(ofSlack("b", settings{"group": "ACME"})), owner: "groups/acme"},
	"modules": {one: written(block(`module "a"`, settings{"source": "./slack"})), other: written(block(`module "b"`, settings{"source": "./slack"}))},
	"count to for_each": {
		one:   written(ofSlack("web", web.with(settings{"count": 1}))),
		other: written(ofSlack("web", web.with(settings{"for_each": reference(`toset(["x"])`)})))},
	"replace":               {one: written(ofSlack("web", web)), other: written(ofSlack("web", web)), arguments: replaceWeb},
	"create before destroy": {one: createBeforeDestroy, other: createBeforeDestroy, arguments: replaceWeb},
	"custom to typed":       {one: written(customSlack), other: written(ofSlack("web", web))},
	"path to number":        {one: written(ofSlack("a", web)), other: ofNumber("b")},
	"number to upper case":  {one: ofNumber("a"), other: written(ofSlack("b", settings{"project": "ACME/Web"}))},
	"project moved":         {one: written(ofSlack("a", web)), other: written(ofSlack("b", settings{"project": "acme/site"})), moves: true},
	"issue tracker":         {one: written(blockOf("jira", "a", jiraOfWeb)), other: written(blockOf("jira", "b", jiraOfWeb)), slug: "jira"},
}

// held is one way in which the writes of an apply come.
type held struct {
	workers int
	// first is the method of the write that GitLab carries out first; empty leaves
	// the order to Terraform, as one worker does.
	first string
	early bool
}

var orders = []held{
	{workers: 1},
	{10, http.MethodPut, true}, {10, http.MethodPut, false}, {10, http.MethodDelete, true}, {10, http.MethodDelete, false},
	{40, http.MethodPut, true}, {40, http.MethodDelete, false},
}

// TestRowIsHandedOver goes through all successions in every order of the writes.
func TestRowIsHandedOver(t *testing.T) {
	t.Parallel()
	for name, s := range successions {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.play(newCLI(t))
		})
	}
}

// play goes there and back in every order, and expects the row to be on each time.
func (s succession) play(c *cli) {
	c.t.Helper()
	number := fmt.Sprint(c.gitlab.AddProject("acme/web"))
	c.writeModule("slack", ofSlack("web", web))
	configs := []string{s.one(number), s.other(number)}
	c.configure(configs[0])
	c.succeed("get")
	c.apply()
	paths := []string{"acme/web", "acme/site"}
	for i, order := range orders {
		from, to := i%2, (i+1)%2
		if s.moves {
			c.gitlab.MoveProject(paths[from], paths[to])
		}
		c.configure(configs[to])
		c.succeed("get")
		if order.first != "" {
			holding(c, order.first, order.early)
		}
		output := c.succeed(append([]string{"apply", "-auto-approve", fmt.Sprint("-parallelism=", order.workers)}, s.arguments...)...)
		c.gitlab.Intercept(nil)
		s.expectActive(c, paths[to], true, fmt.Sprint(order, output))
	}
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
	c.succeed("destroy", "-auto-approve")
	s.expectActive(c, paths[len(orders)%2], false, "destroy")
}

// expectActive expects the row to be on or off.
func (s succession) expectActive(c *cli, path string, want bool, after string) {
	c.t.Helper()
	if !s.moves {
		path = "acme/web"
	}
	if stored, _ := c.gitlab.Stored(cmp.Or(s.owner, "projects/"+path), cmp.Or(s.slug, "slack")); stored.Active != want {
		c.t.Errorf("it is active: %t, after %s", stored.Active, after)
	}
}

// writeModule writes a local module.
func (c *cli) writeModule(name, config string) {
	c.t.Helper()
	if err := os.MkdirAll(filepath.Join(c.dir, name), 0o700); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, name, "main.tf"), []byte(required+config), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

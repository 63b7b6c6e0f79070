package provider_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// ofSlack configures Slack.
func ofSlack(name string, attributes settings) string {
	return resourceBlock("gitlabintegrations_slack", name, settings{"webhook": "https://hooks.slack.com/services/example"}.with(attributes))
}

// order holds the writes to a row and lets them go in an order. A write that the
// provider does not send as long as another one is held back cannot be waited
// for, so each is let go when it is its turn or nothing else has come for a while.
type order struct {
	mu      sync.Mutex
	first   string
	arrived map[string]chan struct{}
}

// holding is a hook that has GitLab carry out the first PUT or DELETE of each row before
// or after the other, as far as the provider sends both at once. Early reports whether
// GitLab carries a write out before it holds the answer back. The function rowOf tells
// the rows apart; requests for which it returns "" are not held.
func holding(c *cli, first string, early bool, rowOf func(*http.Request) string) func(http.ResponseWriter, *http.Request) bool {
	var mu sync.Mutex
	orders := map[string]*order{}
	of := func(row string) *order {
		mu.Lock()
		defer mu.Unlock()
		if orders[row] == nil {
			orders[row] = &order{first: first, arrived: map[string]chan struct{}{http.MethodPut: make(chan struct{}), http.MethodDelete: make(chan struct{})}}
		}
		return orders[row]
	}
	return func(w http.ResponseWriter, r *http.Request) bool {
		row := rowOf(r)
		if row == "" || r.Method == http.MethodGet || r.Header.Get("X-Held") != "" {
			return false
		}
		r.Header.Set("X-Held", "yes")
		o, answer := of(row), httptest.NewRecorder()
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
	}
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
// resource, or the same one again, means the same row.
type succession struct {
	// one and other are configurations, given the names of the project or group.
	one, other func(*rowOwner) string
	// replaced is the resource that -replace names in each apply; empty for none.
	replaced string
	// group: the row is that of a group. moves: the project moves before each apply.
	group, moves bool
	// slug is that of the row.
	slug string
}

// rowOwner is the project or group of a succession, and the end of the names of its
// resources.
type rowOwner struct{ path, newPath, number, label string }

func (o *rowOwner) upper() string { return strings.ToUpper(o.path) }

// slackOf is a succession to Slack under a name of the project.
func slackOf(name string, project func(*rowOwner) string, further settings) func(*rowOwner) string {
	return func(o *rowOwner) string {
		return ofSlack(name+o.label, settings{"project": project(o)}.with(further))
	}
}

func byPath(o *rowOwner) string    { return o.path }
func byNumber(o *rowOwner) string  { return o.number }
func byNewPath(o *rowOwner) string { return o.newPath }

// withLifecycle adds a block to one of a resource.
func withLifecycle(config, setting string) string {
	return strings.TrimSuffix(config, "}\n") + "  lifecycle {\n    " + setting + "\n  }\n}\n"
}

func createdFirst(o *rowOwner) string {
	return withLifecycle(ofSlack("a"+o.label, settings{"project": o.path}), "create_before_destroy = true")
}

func customSlack(o *rowOwner) string {
	return blockOf("custom", "a"+o.label, settings{"project": o.path, "slug": "slack", "secrets_wo": reference(`{ webhook = "https://hooks.slack.com/services/example" }`)})
}

func moduleNamed(name string) func(*rowOwner) string {
	return func(o *rowOwner) string {
		return block(fmt.Sprintf("module %q", name+o.label), settings{"source": "./slack", "project": o.path})
	}
}

func jiraNamed(name string) func(*rowOwner) string {
	return func(o *rowOwner) string {
		return blockOf("jira", name+o.label, settings{"project": o.path, "url": "https://jira.example.com", "username": "bot", "password": "secret"})
	}
}

func groupNamed(name string, group func(*rowOwner) string) func(*rowOwner) string {
	return func(o *rowOwner) string { return ofSlack(name+o.label, settings{"group": group(o)}) }
}

var successions = map[string]succession{
	"rename":                {one: slackOf("a", byPath, nil), other: slackOf("b", byPath, nil)},
	"group":                 {one: groupNamed("a", byPath), other: groupNamed("b", (*rowOwner).upper), group: true},
	"modules":               {one: moduleNamed("a"), other: moduleNamed("b")},
	"count to for_each":     {one: slackOf("a", byPath, settings{"count": 1}), other: slackOf("a", byPath, settings{"for_each": reference(`toset(["x"])`)})},
	"replace":               {one: slackOf("a", byPath, nil), other: slackOf("a", byPath, nil), replaced: "gitlabintegrations_slack.a"},
	"create before destroy": {one: createdFirst, other: createdFirst, replaced: "gitlabintegrations_slack.a"},
	"custom to typed":       {one: customSlack, other: slackOf("a", byPath, nil)},
	"path to number":        {one: slackOf("a", byPath, nil), other: slackOf("b", byNumber, nil)},
	"number to upper case":  {one: slackOf("a", byNumber, nil), other: slackOf("b", (*rowOwner).upper, nil)},
	"project moved":         {one: slackOf("a", byPath, nil), other: slackOf("b", byNewPath, nil), moves: true},
	"issue tracker":         {one: jiraNamed("a"), other: jiraNamed("b"), slug: "jira"},
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

// TestRowIsHandedOver plays all successions at once, there and back in every order of
// the writes, and expects each row to be active after each apply.
func TestRowIsHandedOver(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	rows := newRows(c)
	c.writeModule("slack", `variable "project" {}`+"\n"+ofSlack("web", settings{"project": reference("var.project")}))
	rows.configure(0)
	c.succeed("get")
	c.apply()
	for i, order := range orders {
		rows.move(i + 1)
		rows.configure(i + 1)
		c.succeed("get")
		if order.first != "" {
			c.gitlab.Intercept(holding(c, order.first, order.early, rows.rowOf))
		}
		output := c.succeed(append([]string{"apply", "-auto-approve", fmt.Sprint("-parallelism=", order.workers)}, rows.replacements()...)...)
		c.gitlab.Intercept(nil)
		rows.expectActive(i+1, true, fmt.Sprint(order, output))
	}
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
	c.succeed("destroy", "-auto-approve")
	rows.expectActive(len(orders), false, "destroy")
}

// rows are the rows of all successions.
type rows struct {
	*cli
	names  []string // of the successions
	owners map[string]*rowOwner
}

func newRows(c *cli) *rows {
	r := &rows{cli: c, owners: map[string]*rowOwner{}}
	for name, s := range successions {
		label := strings.ReplaceAll(name, " ", "_")
		o := &rowOwner{path: "acme/" + label, newPath: "acme/new-" + label, label: "_" + label}
		if s.group {
			o.number = fmt.Sprint(c.gitlab.AddGroup(o.path))
		} else {
			o.number = fmt.Sprint(c.gitlab.AddProject(o.path))
		}
		r.names, r.owners[name] = append(r.names, name), o
	}
	slices.Sort(r.names)
	return r
}

// configure writes the configuration of an apply, counted from 0.
func (r *rows) configure(apply int) {
	r.t.Helper()
	var text strings.Builder
	for _, name := range r.names {
		s := successions[name]
		text.WriteString([]func(*rowOwner) string{s.one, s.other}[apply%2](r.owners[name]))
	}
	r.cli.configure(text.String())
}

// path is where a project or group is in an apply.
func (r *rows) path(name string, apply int) string {
	if o := r.owners[name]; successions[name].moves {
		return []string{o.path, o.newPath}[apply%2]
	}
	return r.owners[name].path
}

func (r *rows) move(apply int) {
	for name, s := range successions {
		if s.moves {
			r.gitlab.MoveProject(r.path(name, apply+1), r.path(name, apply))
		}
	}
}

func (r *rows) replacements() (arguments []string) {
	for name, s := range successions {
		if s.replaced != "" {
			arguments = append(arguments, "-replace="+s.replaced+r.owners[name].label)
		}
	}
	return arguments
}

// ownerIn is the name of the project or group that a request is about.
func ownerIn(request *http.Request) string {
	owner, _ := url.PathUnescape(strings.Split(request.URL.EscapedPath(), "/")[4])
	return strings.ToLower(owner)
}

// rowOf is the succession whose row a request is about.
func (r *rows) rowOf(request *http.Request) string {
	for name, o := range r.owners {
		if slices.Contains([]string{o.path, o.newPath, o.number}, ownerIn(request)) {
			return name
		}
	}
	return ""
}

// expectActive expects all rows to be active, or none.
func (r *rows) expectActive(apply int, want bool, after string) {
	r.t.Helper()
	for name, s := range successions {
		kind := "projects/"
		if s.group {
			kind = "groups/"
		}
		if stored, _ := r.gitlab.Stored(kind+r.path(name, apply), cmp.Or(s.slug, "slack")); stored.Active != want {
			r.t.Errorf("%s is active: %t, after %s", name, stored.Active, after)
		}
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

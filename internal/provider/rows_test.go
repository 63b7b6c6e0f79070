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

func ofSlack(name string, attributes settings) string {
	return resourceBlock("gitlabintegrations_slack", name, settings{"webhook": "https://hooks.slack.com/services/example"}.with(attributes))
}

// order holds back the writes to one integration and releases them in a given order. The
// provider may not send a write while it waits for the response to another. So order
// releases each write when it is its turn, or when no other write has arrived for a
// while.
type order struct {
	mu      sync.Mutex
	first   string
	arrived map[string]chan struct{}
}

// holding returns a hook that makes GitLab process the first PUT or DELETE of each
// integration before or after the other, if the provider sends both concurrently. If
// early is set, GitLab processes a write before the hook holds back its response. The
// function rowOf identifies the integration; if it returns "", the request is not held
// back.
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

// await waits until GitLab has processed the given write. It gives up after a while,
// because the provider may not send that write yet.
func (o *order) await(method string) {
	select {
	case <-o.arrived[method]:
	case <-time.After(300 * time.Millisecond):
	}
}

// succession changes the configuration back and forth. After each change, another
// resource, or the same one again, manages the same integration.
type succession struct {
	// one and other return the two configurations.
	one, other func(*rowOwner) string
	// replaced is the resource that each apply replaces with -replace; empty for none.
	replaced string
	// group reports whether the owner is a group. moves reports whether the project moves
	// before each apply.
	group, moves bool
	// slug is the slug of the integration.
	slug string
}

// rowOwner is the project or group of a succession, with the suffix of the names of its
// resources.
type rowOwner struct{ path, newPath, number, label string }

func (o *rowOwner) upper() string { return strings.ToUpper(o.path) }

// slackOf returns a configuration of Slack, with the project as the given function names
// it.
func slackOf(name string, project func(*rowOwner) string, further settings) func(*rowOwner) string {
	return func(o *rowOwner) string {
		return ofSlack(name+o.label, settings{"project": project(o)}.with(further))
	}
}

func byPath(o *rowOwner) string    { return o.path }
func byNumber(o *rowOwner) string  { return o.number }
func byNewPath(o *rowOwner) string { return o.newPath }

// withLifecycle adds a lifecycle block to a configuration that consists of one block.
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

// held is an order of the writes of an apply.
type held struct {
	workers int
	// first is the method of the write that GitLab processes first. If it is empty,
	// Terraform determines the order, as with one worker.
	first string
	early bool
}

var orders = []held{
	{workers: 1},
	{10, http.MethodPut, true}, {10, http.MethodPut, false}, {10, http.MethodDelete, true}, {10, http.MethodDelete, false},
	{40, http.MethodPut, true}, {40, http.MethodDelete, false},
}

// TestRowIsHandedOver applies all successions at once, back and forth in every order of
// the writes. Every integration must be active after each apply.
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

// rows holds the owners of all successions.
type rows struct {
	*cli
	names  []string // The names of the successions.
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

// configure writes the configuration of the apply with the given index.
func (r *rows) configure(apply int) {
	r.t.Helper()
	var text strings.Builder
	for _, name := range r.names {
		s := successions[name]
		text.WriteString([]func(*rowOwner) string{s.one, s.other}[apply%2](r.owners[name]))
	}
	r.cli.configure(text.String())
}

// path returns the path of a project or group in an apply.
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

// ownerIn returns the path or ID of the project or group in a request.
func ownerIn(request *http.Request) string {
	owner, _ := url.PathUnescape(strings.Split(request.URL.EscapedPath(), "/")[4])
	return strings.ToLower(owner)
}

// rowOf returns the name of the succession whose integration a request is for.
func (r *rows) rowOf(request *http.Request) string {
	for name, o := range r.owners {
		if slices.Contains([]string{o.path, o.newPath, o.number}, ownerIn(request)) {
			return name
		}
	}
	return ""
}

// expectActive expects that the integrations of all successions are active, or that none
// is.
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

func (c *cli) writeModule(name, config string) {
	c.t.Helper()
	if err := os.MkdirAll(filepath.Join(c.dir, name), 0o700); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, name, "main.tf"), []byte(required+config), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

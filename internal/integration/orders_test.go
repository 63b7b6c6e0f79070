package integration_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/memorynet"
)

// world is a Terraform with several addresses, each of which can have a resource
// for the same row, on a GitLab that takes its time and loses answers.
type world struct {
	t      *testing.T
	dice   *rand.Rand
	fake   *gitlabfake.GitLab
	client *client.Client
	names  []string
	// objects are the state, by address. An address can have a deposed object too.
	objects, deposed map[string]*stateObject
	// calm switches the faults off.
	calm bool
	mu   sync.Mutex
	log  []string
}

// stateObject is an object in the state.
type stateObject struct {
	state   object
	private []byte
	tainted bool
}

// addresses are those that a configuration can use.
var addresses = []string{"a", "b", "c"}

const slackWebhook = "https://hooks.slack.com/services/example"

func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	fake, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	number := fake.AddProject("acme/web")
	w := &world{
		t: t, fake: fake, dice: rand.New(rand.NewPCG(seed, 14)),
		names:   []string{"acme/web", "ACME/Web", fmt.Sprint(number)},
		objects: map[string]*stateObject{}, deposed: map[string]*stateObject{},
	}
	network := memorynet.Listen()
	server := httptest.NewUnstartedServer(w)
	_ = server.Listener.Close()
	server.Listener = network
	server.Start()
	t.Cleanup(server.Close)
	w.client, err = client.New(client.Config{BaseURL: "http://gitlab.example.com", Token: fake.Token, Retries: 0, Dial: network.Dial})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) chance(percent int) bool { return w.random(100) < percent }

func (w *world) random(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.dice.IntN(n)
}

func (w *world) note(format string, values ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log = append(w.log, fmt.Sprintf(format, values...))
}

// ServeHTTP takes a random time before and after GitLab does what a request says,
// and loses some answers and some requests.
func (w *world) ServeHTTP(writer http.ResponseWriter, r *http.Request) {
	time.Sleep(time.Duration(w.random(50)) * time.Millisecond)
	if !w.calm && w.chance(5) {
		w.note("%s %s is lost", r.Method, r.URL.Path)
		panic(http.ErrAbortHandler)
	}
	answer := httptest.NewRecorder()
	w.fake.ServeHTTP(answer, r)
	w.note("%s %s: %d", r.Method, r.URL.Path, answer.Code)
	time.Sleep(time.Duration(w.random(50)) * time.Millisecond)
	if !w.calm && w.chance(5) {
		w.note("the answer is lost")
		panic(http.ErrAbortHandler)
	}
	for name, values := range answer.Header() {
		writer.Header()[name] = values
	}
	writer.WriteHeader(answer.Code)
	_, _ = writer.Write(answer.Body.Bytes())
}

// terraform is one run of Terraform, whose provider is configured once.
func (w *world) terraform() *terraform {
	provider := &integration.Provider{Client: w.client}
	specs := slices.DeleteFunc(slices.Clone(resources.All), func(spec integration.Spec) bool { return spec.TypeName() != slackType })
	return newTerraform(w.t, integration.NewServer(newInnerServer(nil), specs, func() *integration.Provider { return provider }))
}

// step is what a plan does to one address.
type step struct {
	address        string
	config         object
	prior          *stateObject
	planned        planned
	replace, first bool
}

// run refreshes, plans and applies a configuration, and reports whether that
// succeeded.
func (w *world) run(configs map[string]object, replace, createFirst bool) (succeeded bool) {
	w.t.Helper()
	if !w.refresh() {
		return false
	}
	tf := w.terraform()
	var steps []*step
	for _, address := range addresses {
		next, failed := w.plan(tf, address, configs[address], replace, createFirst)
		if failed {
			return false
		}
		if next != nil {
			steps = append(steps, next)
		}
	}
	return w.apply(w.terraform(), steps)
}

// refresh reads all objects.
func (w *world) refresh() bool {
	tf := w.terraform()
	for _, all := range []map[string]*stateObject{w.objects, w.deposed} {
		for address, o := range all {
			state, private, found := tf.readPrivate(slackType, o.state, o.private)
			if slices.ContainsFunc(found, isError) {
				return false
			}
			if all[address] = (&stateObject{state, private, o.tainted}); state == nil {
				delete(all, address)
			}
		}
	}
	return true
}

// plan plans one address as Terraform does.
func (w *world) plan(tf *terraform, address string, config object, replace, createFirst bool) (next *step, failed bool) {
	prior := w.objects[address]
	next = &step{address: address, config: config, prior: prior, first: createFirst}
	switch {
	case prior == nil && config == nil:
		return nil, false
	case prior == nil:
		next.planned = tf.planPrivate(slackType, nil, config, nil)
	case config == nil:
		next.planned = tf.planPrivate(slackType, prior.state, nil, prior.private)
	case prior.tainted:
		next.replace, next.planned = true, tf.planPrivate(slackType, nil, config, nil)
	default:
		next.planned = tf.planPrivate(slackType, prior.state, config, prior.private)
		if len(next.planned.replace) > 0 || replace {
			next.replace, next.planned = true, tf.planPrivate(slackType, nil, config, next.planned.private)
		} else if compare(next.planned.state, prior.state) == "" {
			return nil, false
		}
	}
	return next, slices.ContainsFunc(next.planned.diagnostics, isError)
}

// apply does all steps at once, and destroys the deposed objects.
func (w *world) apply(tf *terraform, steps []*step) (succeeded bool) {
	succeeded = true
	var workers sync.WaitGroup
	var mu sync.Mutex
	do := func(work func() bool) {
		workers.Go(func() {
			done := work()
			mu.Lock()
			defer mu.Unlock()
			succeeded = succeeded && done
		})
	}
	var deposed []string
	w.locked(func() {
		for address := range w.deposed {
			deposed = append(deposed, address)
		}
	})
	for _, address := range deposed {
		do(func() bool { return w.end(tf, w.deposed, address, w.deposed[address].private) })
	}
	for _, s := range steps {
		do(func() bool { return w.do(tf, s) })
	}
	workers.Wait()
	return succeeded
}

func (w *world) locked(work func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	work()
}

// do does one step: an object that is replaced is destroyed first or last.
func (w *world) do(tf *terraform, s *step) bool {
	switch {
	case s.config == nil:
		return w.end(tf, w.objects, s.address, s.planned.private)
	case s.replace && !s.first:
		return w.end(tf, w.objects, s.address, s.planned.private) && w.begin(tf, s, nil)
	case s.replace:
		key := s.address + " deposed"
		w.locked(func() { w.deposed[key] = s.prior; delete(w.objects, s.address) })
		return w.begin(tf, s, nil) && w.end(tf, w.deposed, key, s.prior.private)
	default:
		return w.begin(tf, s, s.prior)
	}
}

// end destroys an object.
func (w *world) end(tf *terraform, all map[string]*stateObject, address string, private []byte) bool {
	var o *stateObject
	w.locked(func() { o = all[address] })
	state, left, found := tf.applyPrivate(slackType, o.state, nil, nil, private)
	w.note("destroy of %s: %v", address, summaries(found))
	w.locked(func() {
		if delete(all, address); state != nil {
			all[address] = &stateObject{state, left, o.tainted}
		}
	})
	return !slices.ContainsFunc(found, isError)
}

// begin creates or changes an object.
func (w *world) begin(tf *terraform, s *step, prior *stateObject) bool {
	var before object
	var private []byte
	if prior != nil {
		before, private = prior.state, prior.private
	}
	// Terraform plans again before it applies.
	again := tf.planPrivate(slackType, before, s.config, private)
	state, private, found := tf.applyPrivate(slackType, before, again.state, s.config, again.private)
	w.note("apply of %s: %v", s.address, summaries(found))
	failed := slices.ContainsFunc(found, isError)
	w.locked(func() {
		if delete(w.objects, s.address); state != nil {
			w.objects[s.address] = &stateObject{state, private, failed && prior == nil}
		}
	})
	return !failed
}

func summaries(found []*tfprotov6.Diagnostic) (list []string) {
	for _, diagnostic := range found {
		list = append(list, diagnostic.Summary)
	}
	return list
}

// TestNothingIsLostInAnyOrder runs random sequences of changes by several resources
// for one row, under several names of the project and with lost answers. After a run that
// has succeeded, the row is on if and only if the configuration wants it on.
func TestNothingIsLostInAnyOrder(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, seed)
				for range 12 {
					w.step()
				}
				w.calm = true
				w.settle()
			})
		})
	}
}

// step runs one random configuration: at most one address has the row.
func (w *world) step() {
	w.t.Helper()
	configs := map[string]object{}
	if w.chance(80) {
		configs[addresses[w.random(len(addresses))]] = object{"project": w.names[w.random(len(w.names))], "webhook": slackWebhook, "channel": fmt.Sprint(w.random(2))}
	}
	if address := addresses[w.random(len(addresses))]; w.objects[address] != nil && w.chance(10) {
		w.objects[address].tainted = true
	}
	w.note("\n%v\n", configs)
	succeeded := w.run(configs, w.chance(20), w.chance(50))
	w.expect(succeeded, configs)
}

// settle applies the last configuration until it succeeds.
func (w *world) settle() {
	w.t.Helper()
	configs := map[string]object{"a": {"project": "acme/web", "webhook": slackWebhook}}
	for range 5 {
		w.log = nil
		if w.run(configs, false, false) {
			w.expect(true, configs)
			return
		}
	}
	w.t.Errorf("the last configuration cannot be applied: %q", w.log)
}

func (w *world) expect(succeeded bool, configs map[string]object) {
	w.t.Helper()
	if stored, _ := w.fake.Stored("projects/acme/web", "slack"); succeeded && stored.Active != (len(configs) > 0) {
		w.t.Fatalf("it is active: %t, with the configuration %v: %v", stored.Active, configs, w.log)
	}
}

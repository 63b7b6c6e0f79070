package integration_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/memorynet"
)

// simulation is a Terraform with several addresses, each of which can have a resource for
// the same row, and a GitLab with random delays, lost answers and other users.
type simulation struct {
	t      *testing.T
	dice   *rand.Rand
	fake   *gitlabfake.GitLab
	client *client.Client
	specs  []integration.Spec
	// objects are the current objects in the state by address, deposed the others.
	objects, deposed map[string]*stateObject
	// lists has the provider refresh by lists.
	lists bool
	// calm disables the faults and the other users.
	calm bool

	mu  sync.Mutex // guards what follows, dice and the state
	log []string
	// put are the addresses of all PUTs that GitLab has carried out in this run.
	put map[string]bool
}

// stateObject is an object in the state.
type stateObject struct {
	typeName string
	state    object
	private  []byte
	tainted  bool
}

// configured is a resource in the configuration.
type configured struct {
	typeName string
	config   object
}

// options are those of one run of the CLI.
type options struct {
	// workers is -parallelism, and replace has all objects replaced.
	workers     int
	replace     bool
	createFirst bool
	refresh     bool
	// interrupted has the CLI begin no more than a few steps.
	interrupted bool
	// meanwhile is what happens between plan and apply.
	meanwhile func()
}

func newSimulation(t *testing.T, seed uint64, version string, specs ...integration.Spec) *simulation {
	t.Helper()
	fake, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	fake.Version = version
	w := &simulation{
		t: t, fake: fake, lists: seed%3 == 0, dice: rand.New(rand.NewPCG(seed, 14)), specs: specs,
		objects: map[string]*stateObject{}, deposed: map[string]*stateObject{}, put: map[string]bool{},
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

func (w *simulation) chance(percent int) bool { return w.random(100) < percent }

func (w *simulation) random(n int) (number int) {
	w.locked(func() { number = w.dice.IntN(n) })
	return number
}

func (w *simulation) locked(work func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	work()
}

func (w *simulation) note(format string, values ...any) {
	w.locked(func() { w.log = append(w.log, fmt.Sprintf(format, values...)) })
}

// ServeHTTP takes a random time before and after GitLab does what a request says,
// and loses some answers and some requests.
func (w *simulation) ServeHTTP(writer http.ResponseWriter, r *http.Request) {
	time.Sleep(time.Duration(w.random(50)) * time.Millisecond)
	if !w.calm && w.chance(5) {
		w.note("%s %s is lost", r.Method, r.URL.Path)
		panic(http.ErrAbortHandler)
	}
	answer := httptest.NewRecorder()
	w.fake.ServeHTTP(answer, r)
	w.note("%s %s %s: %d", r.Method, r.URL.Path, r.Header.Get("If-Unmodified-Since"), answer.Code)
	if r.Method == http.MethodPut && answer.Code == http.StatusOK {
		w.locked(func() { w.put[strings.ToLower(r.URL.Path)] = true })
	}
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

// terraform is one command of the CLI, whose provider is configured once.
func (w *simulation) terraform() *terraform {
	provider := &integration.Provider{Client: w.client, RefreshByList: w.lists}
	if w.lists {
		provider.Lists = discovery.NewLists(w.client)
	}
	return newTerraform(w.t, integration.NewServer(newInnerServer(nil), w.specs, func() *integration.Provider { return provider }))
}

// step is what a plan does to one object: the current one of an address, or one that
// is deposed.
type step struct {
	address string
	deposed bool
	prior   *stateObject
	configured
	planned planned
	replace bool
}

// run plans and applies a configuration, and reports whether that has succeeded.
func (w *simulation) run(configs map[string]configured, o options) (succeeded bool) {
	w.t.Helper()
	w.locked(func() { w.put = map[string]bool{} })
	steps, failed := w.plan(configs, o)
	if failed {
		return false
	}
	o.meanwhile()
	return w.apply(steps, o)
}

// plan reads and plans every object, as a CLI does. The state changes only if all
// succeed.
func (w *simulation) plan(configs map[string]configured, o options) (steps []*step, failed bool) {
	tf := w.terraform()
	for address := range w.deposed {
		steps = append(steps, &step{address: address, deposed: true, prior: w.deposed[address]})
	}
	addresses := maps.Clone(configs)
	for address := range w.objects {
		addresses[address] = configs[address]
	}
	for address, config := range addresses {
		steps = append(steps, &step{address: address, configured: config, prior: w.objects[address]})
	}
	changing := make([]bool, len(steps))
	w.each(steps, o.workers, func(i int) (done bool) {
		changing[i], done = w.planStep(tf, steps[i], o)
		return done
	}, func(succeeded bool) { failed = !succeeded })
	var changes []*step
	for i, s := range steps {
		if !failed && s.prior == nil {
			delete(w.objects, s.address)
			delete(w.deposed, s.address)
		} else if !failed && s.deposed {
			w.deposed[s.address] = s.prior
		} else if !failed {
			w.objects[s.address] = s.prior
		}
		if changing[i] {
			changes = append(changes, s)
		}
	}
	return changes, failed
}

// each does something with all steps in a random order, by so many workers.
func (w *simulation) each(steps []*step, workers int, do func(i int) bool, end func(succeeded bool)) {
	var group sync.WaitGroup
	succeeded := true
	order := make(chan int, len(steps))
	w.locked(func() {
		for _, i := range w.dice.Perm(len(steps)) {
			order <- i
		}
	})
	close(order)
	for range workers {
		group.Go(func() {
			for i := range order {
				done := do(i)
				w.locked(func() { succeeded = succeeded && done })
			}
		})
	}
	group.Wait()
	end(succeeded)
}

// planStep plans one object, and reports whether there is something to apply.
func (w *simulation) planStep(tf *terraform, s *step, o options) (changes, succeeded bool) {
	// Terraform 1.11 plans to destroy what is not configured any more without a read.
	orphan := s.config == nil && !s.deposed
	if s.prior != nil && o.refresh && (!orphan || w.chance(50)) {
		state, private, found := tf.readPrivate(s.prior.typeName, s.prior.state, s.prior.private)
		if slices.ContainsFunc(found, isError) {
			return false, false
		}
		if s.prior = (&stateObject{s.prior.typeName, state, private, s.prior.tainted}); state == nil {
			s.prior = nil
		}
	}
	switch prior := s.prior; {
	case prior == nil && s.config == nil:
		return false, true
	case prior == nil:
		s.planned = tf.planPrivate(s.typeName, nil, s.config, nil)
	case s.config == nil:
		s.typeName = prior.typeName
		s.planned = tf.planPrivate(s.typeName, prior.state, nil, prior.private)
	case prior.tainted:
		s.replace, s.planned = true, tf.planPrivate(s.typeName, nil, s.config, nil)
	default:
		s.planned = tf.planPrivate(s.typeName, prior.state, s.config, prior.private)
		if found := s.planned.diagnostics; slices.ContainsFunc(found, isError) {
			break
		}
		if len(s.planned.replace) > 0 || o.replace {
			s.replace, s.planned = true, tf.planPrivate(s.typeName, nil, s.config, s.planned.private)
		} else if compare(s.planned.state, prior.state) == "" {
			return false, true
		}
	}
	w.note("plan of %s: %v", s.address, summaries(s.planned.diagnostics))
	return true, !slices.ContainsFunc(s.planned.diagnostics, isError)
}

// apply does all steps, unless it is interrupted.
func (w *simulation) apply(steps []*step, o options) (succeeded bool) {
	tf := w.terraform()
	left := 1 << 30
	if o.interrupted {
		left = w.random(3)
	}
	begins := func() (begins bool) {
		w.locked(func() { left--; begins = left >= 0 })
		return begins
	}
	w.each(steps, o.workers, func(i int) bool { return w.do(tf, steps[i], o.createFirst, begins) }, func(done bool) { succeeded = done })
	return succeeded
}

// do does one step: an object that is replaced is destroyed first or last.
func (w *simulation) do(tf *terraform, s *step, createFirst bool, begins func() bool) bool {
	key := s.address
	switch {
	case s.deposed:
		return begins() && w.endDeposed(tf, key)
	case s.config == nil:
		return begins() && w.end(tf, w.objects, key, s.planned.private)
	case s.replace && !createFirst:
		return begins() && w.end(tf, w.objects, key, s.planned.private) && begins() && w.begin(tf, s, nil)
	case s.replace:
		if !begins() {
			return false
		}
		w.locked(func() {
			for key = s.address + " deposed"; w.deposed[key] != nil; key += "'" {
			}
			w.deposed[key] = s.prior
			delete(w.objects, s.address)
		})
		if !w.begin(tf, s, nil) {
			w.restore(s.address, key)
			return false
		}
		return begins() && w.endDeposed(tf, key)
	default:
		return begins() && w.begin(tf, s, s.prior)
	}
}

// restore makes a deposed object the current one again if the new one does not exist.
func (w *simulation) restore(address, key string) {
	w.locked(func() {
		if w.objects[address] == nil {
			w.objects[address] = w.deposed[key]
			delete(w.deposed, key)
		}
	})
}

// endDeposed destroys a deposed object. The CLI plans that again, with the private
// state of the object.
func (w *simulation) endDeposed(tf *terraform, key string) bool {
	var o *stateObject
	w.locked(func() { o = w.deposed[key] })
	return w.end(tf, w.deposed, key, tf.planPrivate(o.typeName, o.state, nil, o.private).private)
}

// end destroys an object.
func (w *simulation) end(tf *terraform, all map[string]*stateObject, key string, private []byte) bool {
	var o *stateObject
	w.locked(func() { o = all[key] })
	state, left, found := tf.applyPrivate(o.typeName, o.state, nil, nil, private)
	w.note("destroy of %s: %v", key, summaries(found))
	w.locked(func() {
		if delete(all, key); state != nil {
			all[key] = &stateObject{o.typeName, state, left, o.tainted}
		}
	})
	return !slices.ContainsFunc(found, isError)
}

// begin creates or changes an object.
func (w *simulation) begin(tf *terraform, s *step, prior *stateObject) bool {
	var before object
	var private []byte
	if prior != nil {
		before, private = prior.state, prior.private
	}
	// Terraform plans again before it applies.
	again := tf.planPrivate(s.typeName, before, s.config, private)
	state, private, found := tf.applyPrivate(s.typeName, before, again.state, s.config, again.private)
	w.note("apply of %s: %v", s.address, summaries(found))
	failed := slices.ContainsFunc(found, isError)
	w.locked(func() {
		if delete(w.objects, s.address); state != nil {
			w.objects[s.address] = &stateObject{s.typeName, state, private, failed && prior == nil}
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

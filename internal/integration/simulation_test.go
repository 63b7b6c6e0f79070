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

// simulation is a Terraform in which several addresses can have a resource for the same
// row. Its GitLab is slow, loses requests and responses, and has other users.
type simulation struct {
	t      *testing.T
	dice   *rand.Rand
	fake   *gitlabfake.GitLab
	client *client.Client
	specs  []integration.Spec
	// objects has the current objects of the state by address, deposed the deposed ones.
	objects, deposed map[string]*stateObject
	// lists has the provider refresh by lists, and protected has it overwrite no existing
	// integrations.
	lists, protected bool
	// calm disables the faults and the changes of other users.
	calm bool

	mu  sync.Mutex // Guards the fields below, dice and the state.
	log []string
	// put has the paths of all PUTs that GitLab has carried out in this run.
	put map[string]bool
}

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

// options are the options of one run of the CLI.
type options struct {
	// workers is the value of -parallelism. replace replaces all objects.
	workers     int
	replace     bool
	createFirst bool
	refresh     bool
	// interrupted limits the apply to the first few steps. killed loses the state that the
	// apply has written.
	interrupted, killed bool
	// meanwhile is called between plan and apply.
	meanwhile func()
}

func newSimulation(t *testing.T, seed uint64, version string, specs ...integration.Spec) *simulation {
	t.Helper()
	fake, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	fake.Version = version
	sim := &simulation{
		t: t, fake: fake, lists: seed%3 == 0, protected: seed%4 == 1, dice: rand.New(rand.NewPCG(seed, 14)), specs: specs,
		objects: map[string]*stateObject{}, deposed: map[string]*stateObject{}, put: map[string]bool{},
	}
	network := memorynet.Listen()
	server := httptest.NewUnstartedServer(sim)
	_ = server.Listener.Close()
	server.Listener = network
	server.Start()
	t.Cleanup(server.Close)
	sim.client, err = client.New(client.Config{BaseURL: "http://gitlab.example.com", Token: fake.Token, Retries: 0, Dial: network.Dial})
	if err != nil {
		t.Fatal(err)
	}
	return sim
}

func (sim *simulation) chance(percent int) bool { return sim.random(100) < percent }

func (sim *simulation) random(n int) (number int) {
	sim.locked(func() { number = sim.dice.IntN(n) })
	return number
}

func (sim *simulation) locked(work func()) {
	sim.mu.Lock()
	defer sim.mu.Unlock()
	work()
}

func (sim *simulation) note(format string, values ...any) {
	sim.locked(func() { sim.log = append(sim.log, fmt.Sprintf(format, values...)) })
}

// ServeHTTP waits for a random time before and after GitLab carries out a request, and
// loses some requests and responses.
func (sim *simulation) ServeHTTP(writer http.ResponseWriter, r *http.Request) {
	time.Sleep(time.Duration(sim.random(50)) * time.Millisecond)
	if !sim.calm && sim.chance(5) {
		sim.note("%s %s is lost", r.Method, r.URL.Path)
		panic(http.ErrAbortHandler)
	}
	answer := httptest.NewRecorder()
	sim.fake.ServeHTTP(answer, r)
	sim.note("%s %s %s: %d", r.Method, r.URL.Path, r.Header.Get("If-Unmodified-Since"), answer.Code)
	if r.Method == http.MethodPut && answer.Code == http.StatusOK {
		sim.locked(func() { sim.put[strings.ToLower(r.URL.Path)] = true })
	}
	time.Sleep(time.Duration(sim.random(50)) * time.Millisecond)
	if !sim.calm && sim.chance(5) {
		sim.note("the answer is lost")
		panic(http.ErrAbortHandler)
	}
	for name, values := range answer.Header() {
		writer.Header()[name] = values
	}
	writer.WriteHeader(answer.Code)
	_, _ = writer.Write(answer.Body.Bytes())
}

// terraform returns a Terraform for one command of the CLI, whose provider is configured
// once.
func (sim *simulation) terraform() *terraform {
	provider := &integration.Provider{Client: sim.client, RefreshByList: sim.lists, KeepExisting: sim.protected && !sim.calm}
	provider.Lists = discovery.NewLists(sim.client)
	return newTerraform(sim.t, integration.NewServer(newInnerServer(nil), sim.specs, func() *integration.Provider { return provider }))
}

// step is the planned change of one object, which is the current object of an address or
// a deposed one.
type step struct {
	address string
	deposed bool
	prior   *stateObject
	configured
	planned planned
	replace bool
}

// run plans and applies a configuration, and reports whether both have succeeded.
func (sim *simulation) run(configs map[string]configured, o options) (succeeded bool) {
	sim.t.Helper()
	sim.locked(func() { sim.put = map[string]bool{} })
	steps, failed := sim.plan(configs, o)
	if failed {
		return false
	}
	o.meanwhile()
	objects, deposed := maps.Clone(sim.objects), maps.Clone(sim.deposed)
	succeeded = sim.apply(steps, o)
	if o.killed {
		sim.objects, sim.deposed, succeeded = objects, deposed, false
	}
	return succeeded
}

// plan reads and plans every object as the CLI does. It stores the refreshed state only
// if all plans succeed.
func (sim *simulation) plan(configs map[string]configured, o options) (steps []*step, failed bool) {
	tf := sim.terraform()
	for address := range sim.deposed {
		steps = append(steps, &step{address: address, deposed: true, prior: sim.deposed[address]})
	}
	addresses := maps.Clone(configs)
	for address := range sim.objects {
		addresses[address] = configs[address]
	}
	for address, config := range addresses {
		steps = append(steps, &step{address: address, configured: config, prior: sim.objects[address]})
	}
	changing := make([]bool, len(steps))
	sim.each(steps, o.workers, func(i int) (done bool) {
		changing[i], done = sim.planStep(tf, steps[i], o)
		return done
	}, func(succeeded bool) { failed = !succeeded })
	var changes []*step
	for i, s := range steps {
		if !failed && s.prior == nil {
			delete(sim.objects, s.address)
			delete(sim.deposed, s.address)
		} else if !failed && s.deposed {
			sim.deposed[s.address] = s.prior
		} else if !failed {
			sim.objects[s.address] = s.prior
		}
		if changing[i] {
			changes = append(changes, s)
		}
	}
	return changes, failed
}

// each calls a function for all steps in random order, with the given number of workers.
func (sim *simulation) each(steps []*step, workers int, do func(i int) bool, end func(succeeded bool)) {
	var group sync.WaitGroup
	succeeded := true
	order := make(chan int, len(steps))
	sim.locked(func() {
		for _, i := range sim.dice.Perm(len(steps)) {
			order <- i
		}
	})
	close(order)
	for range workers {
		group.Go(func() {
			for i := range order {
				done := do(i)
				sim.locked(func() { succeeded = succeeded && done })
			}
		})
	}
	group.Wait()
	end(succeeded)
}

// planStep plans one object, and reports whether there are changes to apply.
func (sim *simulation) planStep(tf *terraform, s *step, o options) (changes, succeeded bool) {
	// Terraform 1.11 may plan the destroy of an object that is no longer configured
	// without a read.
	orphan := s.config == nil && !s.deposed
	if s.prior != nil && o.refresh && (!orphan || sim.chance(50)) {
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
	sim.note("plan of %s: %v", s.address, summaries(s.planned.diagnostics))
	return true, !slices.ContainsFunc(s.planned.diagnostics, isError)
}

// apply executes all steps, unless it is interrupted.
func (sim *simulation) apply(steps []*step, o options) (succeeded bool) {
	tf := sim.terraform()
	left := 1 << 30
	if o.interrupted {
		left = sim.random(3)
	}
	begins := func() (begins bool) {
		sim.locked(func() { left--; begins = left >= 0 })
		return begins
	}
	sim.each(steps, o.workers, func(i int) bool { return sim.do(tf, steps[i], o.createFirst, begins) }, func(done bool) { succeeded = done })
	return succeeded
}

// do executes one step. createFirst determines the order of a replacement.
func (sim *simulation) do(tf *terraform, s *step, createFirst bool, begins func() bool) bool {
	key := s.address
	switch {
	case s.deposed:
		return begins() && sim.endDeposed(tf, key)
	case s.config == nil:
		return begins() && sim.end(tf, sim.objects, key, s.planned.private)
	case s.replace && !createFirst:
		return begins() && sim.end(tf, sim.objects, key, s.planned.private) && begins() && sim.begin(tf, s, nil)
	case s.replace:
		if !begins() {
			return false
		}
		sim.locked(func() {
			for key = s.address + " deposed"; sim.deposed[key] != nil; key += "'" {
			}
			sim.deposed[key] = s.prior
			delete(sim.objects, s.address)
		})
		if !sim.begin(tf, s, nil) {
			sim.restore(s.address, key)
			return false
		}
		return begins() && sim.endDeposed(tf, key)
	default:
		return begins() && sim.begin(tf, s, s.prior)
	}
}

// restore makes a deposed object the current one again if its replacement was not
// created.
func (sim *simulation) restore(address, key string) {
	sim.locked(func() {
		if sim.objects[address] == nil {
			sim.objects[address] = sim.deposed[key]
			delete(sim.deposed, key)
		}
	})
}

// endDeposed destroys a deposed object. The CLI first plans the destroy again, with the
// private state of the object.
func (sim *simulation) endDeposed(tf *terraform, key string) bool {
	var o *stateObject
	sim.locked(func() { o = sim.deposed[key] })
	return sim.end(tf, sim.deposed, key, tf.planPrivate(o.typeName, o.state, nil, o.private).private)
}

func (sim *simulation) end(tf *terraform, all map[string]*stateObject, key string, private []byte) bool {
	var o *stateObject
	sim.locked(func() { o = all[key] })
	state, left, found := tf.applyPrivate(o.typeName, o.state, nil, nil, private)
	sim.note("destroy of %s: %v", key, summaries(found))
	sim.locked(func() {
		if delete(all, key); state != nil {
			all[key] = &stateObject{o.typeName, state, left, o.tainted}
		}
	})
	return !slices.ContainsFunc(found, isError)
}

// begin creates or updates an object.
func (sim *simulation) begin(tf *terraform, s *step, prior *stateObject) bool {
	var before object
	var private []byte
	if prior != nil {
		before, private = prior.state, prior.private
	}
	// Terraform plans again before it applies, and applies nothing if nothing is left to
	// change.
	again := tf.planPrivate(s.typeName, before, s.config, private)
	if prior != nil && compare(again.state, before) == "" {
		sim.note("nothing to change: %s", s.address)
		return !slices.ContainsFunc(again.diagnostics, isError)
	}
	state, private, found := tf.applyPrivate(s.typeName, before, again.state, s.config, again.private)
	sim.note("apply of %s: %v", s.address, summaries(found))
	failed := slices.ContainsFunc(found, isError)
	sim.locked(func() {
		if delete(sim.objects, s.address); state != nil {
			sim.objects[s.address] = &stateObject{s.typeName, state, private, failed && prior == nil}
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

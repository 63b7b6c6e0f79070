package integration_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// orders is a simulation in which several resources manage the same rows, under several
// names of their owners.
type orders struct {
	*simulation
	kind         string // "project" or "group"
	integrations []catalog.Integration
	owners       []*ordersOwner
	// edited has the rows that another user has changed after the plan. disabled has
	// those that another user has disabled, which the provider notices only in a refresh.
	// lost has those that the state does not have although a run has set them up.
	// forbidden has those that a policy forbids.
	edited, disabled, lost, forbidden map[string]bool
}

// ordersOwner is a project or group.
type ordersOwner struct{ path, number string }

func (o *ordersOwner) names() []string { return []string{o.path, strings.ToUpper(o.path), o.number} }

func newOrders(t *testing.T, seed uint64, kind string, integrations ...catalog.Integration) *orders {
	t.Helper()
	var specs []integration.Spec
	for _, i := range integrations {
		specs = append(specs, resources.All[slices.IndexFunc(resources.All, func(s integration.Spec) bool { return s.Slug == i.Slug })])
	}
	o := &orders{
		simulation: newSimulation(t, seed, cmp.Or(integrations[0].Until, gitlabfake.DefaultVersion), specs...),
		kind:       kind, integrations: integrations, disabled: map[string]bool{}, lost: map[string]bool{},
	}
	for _, name := range []string{"acme/web", "other/api"} {
		add := o.fake.AddProject
		if kind == "group" {
			add = o.fake.AddGroup
		}
		o.owners = append(o.owners, &ordersOwner{name, fmt.Sprint(add(name))})
	}
	return o
}

// stored returns GitLab's record of an integration.
func (o *orders) stored(owner *ordersOwner, slug string) gitlabfake.Record {
	record, _ := o.fake.Stored(o.kind+"s/"+owner.path, slug)
	return record
}

// install enables the apps in the configuration, which only a person can install.
func (o *orders) install(wanted map[string]bool) {
	for _, owner := range o.owners {
		for _, i := range o.integrations {
			if i.Install != "" && wanted[place(owner, i.Slug)] && !o.stored(owner, i.Slug).Active {
				o.fake.SetUp(o.kind+"s/"+owner.path, i.Slug, nil)
			}
		}
	}
}

// resource returns a resource for an integration, either of its own type or of the custom
// type.
func (o *orders) resource(owner *ordersOwner, i catalog.Integration) configured {
	attributes := object{o.kind: owner.names()[o.random(3)]}
	settings := sample.Minimal(i)
	if _, exists := i.Parameter("push_events"); exists && o.chance(30) {
		settings["push_events"] = o.chance(50)
	}
	if i.Undeletable || o.chance(70) {
		return configured{i.TypeName(), attributes.with(settings)}
	}
	attributes["slug"] = i.Slug
	plain, secret := object{}, map[string]tftypes.Value{}
	for name, value := range settings {
		if p, _ := i.Parameter(name); p.Secret {
			secret[name] = dynamicValue(value)
		} else {
			plain[name] = value
		}
	}
	attributes["settings"] = dynamicObject(plain)
	if len(secret) > 0 {
		attributes["secrets_wo"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, secret)
	}
	return configured{"gitlabintegrations_custom", attributes}
}

// dynamicObject returns the value of an attribute of dynamic type, or nil if it is empty.
func dynamicObject(attributes object) any {
	if len(attributes) == 0 {
		return nil
	}
	types, values := map[string]tftypes.Type{}, map[string]tftypes.Value{}
	for name, value := range attributes {
		values[name] = dynamicValue(value)
		types[name] = values[name].Type()
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, values)
}

func dynamicValue(value any) tftypes.Value {
	switch value := value.(type) {
	case bool:
		return tftypes.NewValue(tftypes.Bool, value)
	case int:
		return tftypes.NewValue(tftypes.Number, int64(value))
	case []string:
		elements, types := []tftypes.Value{}, []tftypes.Type{}
		for _, element := range value {
			elements, types = append(elements, tftypes.NewValue(tftypes.String, element)), append(types, tftypes.String)
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: types}, elements)
	default:
		return tftypes.NewValue(tftypes.String, value)
	}
}

// edit changes or disables an integration as another user.
func (o *orders) edit(owner *ordersOwner, i catalog.Integration) {
	name := o.kind + "s/" + owner.path
	switch {
	case !o.stored(owner, i.Slug).Active:
	case o.chance(20):
		o.fake.Disable(name, i.Slug)
		o.disabled[place(owner, i.Slug)] = true
	default:
		flag := o.stored(owner, i.Slug).Settings["push_events"] != true
		o.fake.Change(name, i.Slug, map[string]any{"push_events": flag})
		o.edited[place(owner, i.Slug)] = true
	}
}

func place(owner *ordersOwner, slug string) string { return owner.number + " " + slug }

// TestNothingIsLostInAnyOrder runs random sequences of changes for every integration.
// After a successful run, an integration must be active if and only if it is configured.
// No run may disable an integration that another user has changed after the plan.
func TestNothingIsLostInAnyOrder(t *testing.T) {
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for n, i := range integrations {
		seeds := uint64(2)
		if i.Slug == "slack" {
			seeds = 25
		}
		for _, kind := range i.Scopes {
			for seed := range seeds {
				playRandomly(t, fmt.Sprint(i.Slug, "/", kind, "/", seed), uint64(n)<<8+seed, kind, i)
			}
		}
	}
	// A project can have only one active issue tracker, so one must be disabled before
	// another is enabled.
	trackers := slices.DeleteFunc(integrations, func(i catalog.Integration) bool {
		return !slices.Contains([]string{"bugzilla", "jira", "redmine"}, i.Slug)
	})
	for seed := range uint64(15) {
		playRandomly(t, fmt.Sprint("trackers/", seed), seed, catalog.Project, trackers...)
	}
}

// playRandomly runs one random sequence.
func playRandomly(t *testing.T, name string, seed uint64, kind string, integrations ...catalog.Integration) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			o := newOrders(t, seed, kind, integrations...)
			for range 8 {
				o.step()
			}
			o.converge()
		})
	})
}

// step runs one random configuration. In most of them, each row has at most one resource.
func (o *orders) step() {
	o.t.Helper()
	configs, wanted := map[string]configured{}, map[string]bool{}
	for _, owner := range o.owners {
		i := o.integrations[o.random(len(o.integrations))]
		for o.chance(60) {
			o.configure(configs, o.resource(owner, i))
			wanted[place(owner, i.Slug)] = true
			if o.chance(90) {
				break
			}
		}
	}
	o.install(wanted)
	o.regulate(configs, wanted)
	tainted := false
	for _, address := range slices.Sorted(maps.Keys(o.objects)) {
		o.objects[address].tainted = o.objects[address].tainted || o.chance(5)
		tainted = tainted || o.objects[address].tainted
	}
	o.forget()
	o.edited = map[string]bool{}
	before := o.disabled
	o.disabled = maps.Clone(before)
	settings := options{
		workers: []int{1, 10}[o.random(2)], replace: o.chance(20), createFirst: o.chance(50), refresh: o.chance(80),
		interrupted: o.chance(10), killed: o.chance(10) && o.mayLose(), meanwhile: func() { o.meanwhile(tainted) },
	}
	o.note("\n%v %+v\n", configs, settings)
	active := o.active()
	succeeded := o.run(configs, settings)
	o.noteLost(settings.killed)
	o.expect(succeeded, wanted)
	if succeeded && settings.refresh {
		o.expectSettings(configs)
		o.expectDisabled()
	}
	if !succeeded {
		o.noteDisabled(active)
	}
	if succeeded && settings.refresh {
		// The refresh of this run has noticed everything that was disabled before.
		maps.DeleteFunc(o.disabled, func(name string, _ bool) bool { return before[name] })
	}
}

// active returns the active integrations.
func (o *orders) active() map[string]bool {
	active := map[string]bool{}
	for _, owner := range o.owners {
		for _, i := range o.integrations {
			if o.stored(owner, i.Slug).Active {
				active[place(owner, i.Slug)] = true
			}
		}
	}
	return active
}

// noteDisabled notes what a run has disabled that has failed. The state can still have
// another object for it, and only a refresh notices that.
func (o *orders) noteDisabled(before map[string]bool) {
	now := o.active()
	for name := range before {
		if !now[name] {
			o.disabled[name] = true
		}
	}
}

// mayLose reports whether the state can lose an integration. A tracker that it does not
// have would keep all others from being set up.
func (o *orders) mayLose() bool { return !o.calm && len(o.integrations) == 1 }

// regulate adds policies that allow only what is configured.
func (o *orders) regulate(configs map[string]configured, wanted map[string]bool) {
	o.forbidden = map[string]bool{}
	for _, owner := range o.owners {
		if !o.chance(25) {
			continue
		}
		allowed := []string{}
		for _, i := range o.integrations {
			if name := place(owner, i.Slug); wanted[name] || i.Undeletable {
				allowed = append(allowed, i.Slug)
			} else {
				o.forbidden[name] = true
			}
		}
		attributes := object{o.kind: owner.names()[o.random(3)]}
		if slug := o.integrations[0].Slug; o.chance(50) && o.forbidden[place(owner, slug)] {
			maps.DeleteFunc(o.forbidden, func(name string, _ bool) bool {
				return name != place(owner, slug) && strings.HasPrefix(name, owner.number+" ")
			})
			o.configure(configs, configured{disabledType, attributes.with(object{"integration": slug})})
			continue
		}
		o.configure(configs, configured{exclusiveType, attributes.with(object{"integrations": allowed, "allow_none": len(allowed) == 0})})
	}
}

// expectDisabled expects that what a policy forbids is disabled, unless another user has
// enabled it after the plan.
func (o *orders) expectDisabled() {
	o.t.Helper()
	for name := range o.active() {
		if o.forbidden[name] && !o.edited[name] {
			o.t.Fatalf("%s is active, but forbidden: %s", name, strings.Join(o.log, "\n"))
		}
	}
}

// forget removes an object from the state without the provider (`terraform state rm`).
func (o *orders) forget() {
	for _, address := range slices.Sorted(maps.Keys(o.objects)) {
		if o.chance(4) && o.mayLose() {
			o.note("%s is removed from the state", address)
			delete(o.objects, address)
		}
	}
	o.noteLost(true)
}

// noteLost notes which active integrations the state does not have, of those that it did
// not have before, or of all.
func (o *orders) noteLost(all bool) {
	managed := map[string]bool{}
	for _, objects := range []map[string]*stateObject{o.objects, o.deposed} {
		for _, object := range objects {
			managed[o.placeOf(object.typeName, object.state)] = true
		}
	}
	before := o.lost
	o.lost = o.active()
	maps.DeleteFunc(o.lost, func(name string, _ bool) bool { return managed[name] || !all && !before[name] })
}

// placeOf returns the integration that a resource is for.
func (o *orders) placeOf(typeName string, attributes object) string {
	slug, custom := attributes["slug"].(string)
	if typeName == disabledType || typeName == exclusiveType {
		return "" // It has no integration.
	}
	if !custom {
		slug = o.integrations[slices.IndexFunc(o.integrations, func(i catalog.Integration) bool { return i.TypeName() == typeName })].Slug
	}
	for _, owner := range o.owners {
		if slices.Contains(owner.names(), attributes[o.kind].(string)) {
			return place(owner, slug)
		}
	}
	return ""
}

// expectSettings expects the configured setting of each integration with one resource.
func (o *orders) expectSettings(configs map[string]configured) {
	o.t.Helper()
	resources := map[string][]configured{}
	for _, config := range configs {
		name := o.placeOf(config.typeName, config.config)
		resources[name] = append(resources[name], config)
	}
	for _, owner := range o.owners {
		for _, i := range o.integrations {
			name := place(owner, i.Slug)
			if len(resources[name]) != 1 || o.edited[name] {
				continue
			}
			want, configured := resources[name][0].config["push_events"]
			if got := o.stored(owner, i.Slug).Settings["push_events"]; configured && got != want {
				o.t.Fatalf("%s has push_events = %v, want %v: %s", name, got, want, strings.Join(o.log, "\n"))
			}
		}
	}
}

// configure adds a resource under an unused address.
func (o *orders) configure(configs map[string]configured, resource configured) {
	address := resource.typeName + "." + []string{"a", "b", "c", "d"}[o.random(4)]
	for _, taken := configs[address]; taken; _, taken = configs[address] {
		address += "x"
	}
	configs[address] = resource
}

// meanwhile makes the changes of other users between plan and apply. It leaves the
// integrations alone if an object is tainted, because the provider does not know when
// that object was changed.
func (o *orders) meanwhile(tainted bool) {
	for _, owner := range o.owners {
		for _, i := range o.integrations {
			if !o.calm && !tainted && o.chance(10) {
				o.edit(owner, i)
				o.note("another user changes %s", place(owner, i.Slug))
			}
		}
	}
	if owner := o.owners[0]; !o.calm && o.kind == "project" && o.chance(5) {
		path := "acme/web" + fmt.Sprint(o.random(1000))
		o.fake.MoveProject(owner.path, path)
		owner.path = path
		o.note("the project moves to %s", path)
	}
}

// converge repeats the apply of the last configuration until it succeeds.
func (o *orders) converge() {
	o.t.Helper()
	o.forbidden = map[string]bool{}
	o.calm, o.edited, o.disabled = true, map[string]bool{}, map[string]bool{}
	owner, i := o.owners[0], o.integrations[0]
	configs := map[string]configured{i.TypeName() + ".a": {i.TypeName(), object{o.kind: owner.path}.with(sample.Minimal(i))}}
	wanted := map[string]bool{place(owner, i.Slug): true}
	for range 5 {
		o.install(wanted)
		o.note("\nconverge\n")
		if o.run(configs, options{workers: 10, refresh: true, meanwhile: func() {}}) {
			o.expect(true, wanted)
			return
		}
	}
	o.t.Errorf("the last configuration cannot be applied: %s", strings.Join(o.log, "\n"))
}

func (o *orders) expect(succeeded bool, wanted map[string]bool) {
	o.t.Helper()
	for _, owner := range o.owners {
		for _, i := range o.integrations {
			name, active := place(owner, i.Slug), o.stored(owner, i.Slug).Active
			switch {
			case i.Undeletable && !wanted[name]:
			case succeeded && wanted[name] && !active && !o.disabled[name]:
				o.t.Fatalf("%s is disabled, but configured: %s", name, strings.Join(o.log, "\n"))
			case succeeded && !wanted[name] && active && !o.edited[name] && !o.lost[name] && i.Install == "":
				o.t.Fatalf("%s is active, but not configured: %s", name, strings.Join(o.log, "\n"))
			case o.edited[name] && !active && !o.forbidden[name] && !o.wasPut(owner, i.Slug):
				o.t.Fatalf("%s was disabled after the change of another user: %s", name, strings.Join(o.log, "\n"))
			}
		}
	}
}

// wasPut reports whether the run has sent a PUT for a row. If so, it has seen or replaced
// the changes of other users.
func (o *orders) wasPut(owner *ordersOwner, slug string) bool {
	return slices.ContainsFunc(owner.names(), func(name string) bool {
		return o.put[strings.ToLower("/api/v4/"+o.kind+"s/"+name+"/integrations/"+slug)]
	})
}

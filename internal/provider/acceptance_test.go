package provider_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

// TestIntegrations leads every integration through its life: it is set up in
// many places, changed and switched off behind Terraform's back, repaired,
// imported, reconfigured, set up again and destroyed. Every step checks the
// plan, the requests, the state and what GitLab has stored; the framework
// checks that nothing is left to do after each.
func TestIntegrations(t *testing.T) {
	integrations := loadCatalog(t)
	for i := range resources.All {
		name := resources.All[i].TypeName()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newLife(t, integrations[name]).run()
		})
	}
}

// instance is a resource of the configuration, and what the next apply is
// expected to do with it.
type instance struct {
	name     string
	owner    string // such as "projects/acme/web"
	settings settings
	inherits bool
	after    string // the resource that it depends on
	imported bool
	change   change
}

// change is what an apply does: "create", "update", "no-op" or "delete".
type change struct {
	action     string
	attributes []string // that an update changes
	// before is what the state held, and inherited whether it inherited.
	before    settings
	inherited bool
}

var (
	created   = change{action: "create"}
	unchanged = change{action: "no-op"}
	deleted   = change{action: "delete"}
)

// life is the test of one integration.
type life struct {
	*testing.T
	integration catalog.Integration
	gitlab      *gitlabfake.GitLab
	url         string
	ids         map[string]int // of the owners
}

func newLife(t *testing.T, i catalog.Integration) *life {
	gitlab, url := startFor(t, i)
	return &life{T: t, integration: inVersion(i, gitlab.Version), gitlab: gitlab, url: url, ids: map[string]int{}}
}

// startFor starts the newest GitLab that has the integration.
func startFor(t *testing.T, i catalog.Integration) (gitlab *gitlabfake.GitLab, url string) {
	t.Helper()
	gitlab, url = gitlabfake.Start(t)
	gitlab.Version = cmp.Or(i.Until, newestVersion)
	return gitlab, url
}

func (l *life) run() {
	first, second, third := l.first(), l.second(), l.third()
	for _, instances := range [][]instance{first, second, third} {
		for _, r := range instances {
			l.addOwner(r.owner)
		}
	}
	if l.installed() {
		for _, r := range first {
			l.gitlab.SetUp(r.owner, l.integration.Slug, nil)
		}
	}
	unitTest(l.T, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			l.step(first, func() {}),
			l.step(second, l.damage),
			l.step(third, l.reinstall),
		},
		CheckDestroy: func(*terraform.State) error { return l.checkDestroyed(third) },
	})
}

// first sets everything up.
func (l *life) first() []instance {
	instances := []instance{
		{name: "minimal", owner: l.owner("minimal"), settings: minimal(l.integration), change: created},
		{name: "full", owner: l.owner("sub.group/web.app"), settings: full(l.integration), change: created},
		{name: "again", owner: l.owner("again"), settings: full(l.integration), change: created},
		{name: "gone", owner: l.owner("gone"), settings: minimal(l.integration), change: created},
	}
	for _, p := range l.visible() {
		instances = append(instances, instance{name: "drift_" + p.Name, owner: l.owner("drift-" + p.Name), settings: minimal(l.integration), change: created})
	}
	if l.hasGroups() {
		instances = append(instances,
			instance{name: "own", owner: l.below("own"), settings: minimal(l.integration), change: created},
			instance{name: "group", owner: "groups/family", settings: full(l.integration), after: "own", change: created},
			instance{name: "inherited", owner: l.below("child"), inherits: true, after: "group", change: created})
	}
	return instances
}

// damage is what happens to first before second repairs it.
func (l *life) damage() {
	slug := l.integration.Slug
	for _, p := range l.visible() {
		base := complete(l.integration, minimal(l.integration))[p.Name]
		l.gitlab.Change(l.owner("drift-"+p.Name), slug, settings{p.Name: another(p, base)})
	}
	if l.canDisable() {
		l.gitlab.Disable(l.owner("minimal"), slug)
	}
	if l.canLose() {
		_, path, _ := strings.Cut(l.owner("gone"), "/")
		l.gitlab.RemoveProject(path)
		l.gitlab.AddProject(path)
	}
	if l.hasGroups() {
		l.gitlab.Inherit(l.below("own"), slug)
	}
	for _, r := range l.imports() {
		l.gitlab.SetUp(r.owner, slug, l.storable(r.settings))
	}
}

// second repairs the damage, imports what was set up by hand, and leaves one
// out.
func (l *life) second() []instance {
	var instances []instance
	for _, r := range l.first() {
		drifted, drifts := strings.CutPrefix(r.name, "drift_")
		switch {
		case drifts:
			r.change = change{action: "update", attributes: []string{drifted}, before: r.settings}
		case r.name == "minimal" && l.canDisable(), r.name == "gone" && l.canLose():
			r.change = created
		case r.name == "again":
			r.change = deleted
		case r.name == "own":
			r.change = change{action: "update", attributes: l.ownAttributes(r.settings), inherited: true}
		default:
			r.change = unchanged
		}
		instances = append(instances, r)
	}
	return append(instances, l.imports()...)
}

// imports are three forms of an import id.
func (l *life) imports() []instance {
	owners := []string{l.owner("imported.by/path"), l.byID(l.owner("imported-by-id"))}
	if l.hasGroups() {
		owners = append(owners, "groups/imported/group")
	}
	var instances []instance
	for n, owner := range owners {
		r := instance{name: fmt.Sprint("imported_", n), owner: owner, settings: full(l.integration), imported: true}
		r.change = change{action: "update", attributes: l.invisible()}
		if len(r.change.attributes) == 0 {
			r.change.action = "no-op"
		}
		instances = append(instances, r)
	}
	return instances
}

// third takes settings away and adds some, sets one up again, ends an
// inheritance and destroys one.
func (l *life) third() []instance {
	least, all := minimal(l.integration), full(l.integration)
	var instances []instance
	for _, r := range l.second() {
		r.imported = false
		before := r.settings
		switch r.name {
		case "minimal":
			r.settings, r.change = all, l.update(before, all)
		case "full":
			r.settings, r.change = least, l.update(before, least)
		case "again":
			r.settings, r.change = least, created
		case "gone":
			r.change = deleted
		case "inherited":
			r.settings, r.inherits, r.change = least, false, change{action: "update", attributes: l.ownAttributes(least), inherited: true}
		default:
			r.change = unchanged
		}
		instances = append(instances, r)
	}
	return instances
}

func (l *life) update(before, after settings) change {
	attributes := differing(complete(l.integration, before), complete(l.integration, after))
	if len(attributes) == 0 {
		return unchanged
	}
	return change{action: "update", attributes: attributes, before: before}
}

// ownAttributes are what changes when an integration stops to inherit.
func (l *life) ownAttributes(own settings) []string {
	names := []string{"use_inherited_settings"}
	for name, value := range complete(l.integration, own) {
		if value != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// reinstall is what a person must do before third can set an installed
// integration up again.
func (l *life) reinstall() {
	if l.installed() {
		l.gitlab.SetUp(l.owner("again"), l.integration.Slug, nil)
	}
}

// installed reports whether only an app brings the integration to life.
func (l *life) installed() bool { return l.integration.Install != "" }

// canDisable reports whether Terraform can set up again what a person disabled.
func (l *life) canDisable() bool { return !l.installed() }

// canLose reports whether the integration can vanish with its owner and be set
// up on a new one of the same path.
func (l *life) canLose() bool {
	return !l.installed() && l.integration.HasScope(catalog.Project)
}

func (l *life) hasGroups() bool {
	return l.integration.HasScope(catalog.Group) && since(l.gitlab, "17.9")
}

// kind is what most owners are: projects, if the integration has any.
func (l *life) kind() string {
	if l.integration.HasScope(catalog.Project) {
		return "projects/"
	}
	return "groups/"
}

func (l *life) owner(path string) string { return l.kind() + "acme/" + path }

// below is an owner below the group that has a default.
func (l *life) below(path string) string { return l.kind() + "family/" + path }

// byID names an owner by its number.
func (l *life) byID(owner string) string {
	l.addOwner(owner)
	return fmt.Sprint(l.kind(), l.ids[owner])
}

// addOwner makes an owner that is named by its path.
func (l *life) addOwner(owner string) {
	kind, path, _ := strings.Cut(owner, "/")
	switch {
	case !strings.Contains(path, "/") && kind == "projects":
	case kind == "projects":
		l.ids[owner] = l.gitlab.AddProject(path)
	case strings.Trim(path, "0123456789") != "":
		l.ids[owner] = l.gitlab.AddGroup(path)
	}
}

// has reports whether this GitLab has a setting at all.
func (l *life) has(p catalog.Parameter) bool { return p.Until == "" }

// shows reports whether this GitLab shows what is stored.
func (l *life) shows(p catalog.Parameter) bool {
	return l.has(p) && !p.Secret && p.Returned != catalog.Hidden && p.AlwaysAnswered == nil
}

// visible are the settings whose drift can be seen.
func (l *life) visible() []catalog.Parameter {
	return slices.DeleteFunc(slices.Clone(l.integration.Parameters), func(p catalog.Parameter) bool { return !l.shows(p) })
}

// invisible are the names of the others.
func (l *life) invisible() []string {
	var names []string
	for _, p := range l.integration.Parameters {
		if !l.shows(p) {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return names
}

// storable are the settings that this GitLab has.
func (l *life) storable(configured settings) settings {
	stored := maps.Clone(configured)
	maps.DeleteFunc(stored, func(name string, _ any) bool {
		p, _ := l.integration.Parameter(name)
		return !l.has(p)
	})
	return stored
}

// step applies the instances after something has happened.
func (l *life) step(instances []instance, before func()) resource.TestStep {
	return resource.TestStep{
		PreConfig: func() { before(); l.gitlab.Forget() },
		Config:    l.config(instances),
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{planCheck(func(plan *tfjson.Plan) error { return l.checkPlan(plan, instances) })},
		},
		ConfigStateChecks: []statecheck.StateCheck{
			stateCheck(func(*tfjson.State) error { return l.checkRequests(instances) }),
			stateCheck(func(*tfjson.State) error { return l.checkStored(instances) }),
			stateCheck(func(state *tfjson.State) error { return l.checkState(state, instances) }),
		},
		PostApplyFunc: l.gitlab.Forget,
	}
}

func (l *life) config(instances []instance) string {
	text := providerBlock(l.gitlab, l.url)
	for _, r := range instances {
		if r.change.action == "delete" {
			continue
		}
		attributes := maps.Clone(r.settings)
		if attributes == nil {
			attributes = settings{"use_inherited_settings": true}
		}
		kind, id := r.place()
		attributes[kind] = id
		if r.after != "" {
			attributes["depends_on"] = reference("[" + l.address(r.after) + "]")
		}
		text += resourceBlock(l.integration.TypeName(), r.name, attributes)
		if r.imported {
			text += block("import", settings{"to": reference(l.address(r.name)), "id": r.importID()})
		}
	}
	kind, id := instance{owner: l.owner("sub.group/web.app")}.place()
	return text + block(fmt.Sprintf(`data %q "full"`, l.integration.TypeName()),
		settings{kind: id, "depends_on": reference("[" + l.address("full") + "]")})
}

func (l *life) address(name string) string { return l.integration.TypeName() + "." + name }

// place is the attribute and the value that name the owner.
func (r instance) place() (attribute, id string) {
	kinds, id, _ := strings.Cut(r.owner, "/")
	return strings.TrimSuffix(kinds, "s"), id
}

// importID is short for a path of a project, and else complete.
func (r instance) importID() string {
	if path, ok := strings.CutPrefix(r.owner, "projects/"); ok && strings.Contains(path, "/") {
		return path
	}
	return r.owner
}

// planCheck and stateCheck make the framework's checks of functions.
type (
	planCheck  func(*tfjson.Plan) error
	stateCheck func(*tfjson.State) error
)

func (check planCheck) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = check(req.Plan)
}

func (check stateCheck) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	resp.Error = check(req.State)
}

// checkPlan compares the changes of a plan with those that are expected.
func (l *life) checkPlan(plan *tfjson.Plan, instances []instance) error {
	planned := map[string]*tfjson.ResourceChange{}
	for _, c := range plan.ResourceChanges {
		if c.Mode == tfjson.ManagedResourceMode {
			planned[c.Address] = c
		}
	}
	var faults []error
	for _, r := range instances {
		c := planned[l.address(r.name)]
		delete(planned, l.address(r.name))
		if c == nil {
			faults = append(faults, fmt.Errorf("%s is not in the plan", r.name))
		} else {
			faults = append(faults, r.checkChange(c.Change))
		}
	}
	for address := range planned {
		faults = append(faults, fmt.Errorf("%s is in the plan", address))
	}
	return errors.Join(faults...)
}

func (r instance) checkChange(c *tfjson.Change) error {
	if len(c.Actions) != 1 || string(c.Actions[0]) != r.change.action {
		return fmt.Errorf("%s is planned as %v instead of %s", r.name, c.Actions, r.change.action)
	}
	if r.imported != (c.Importing != nil) {
		return fmt.Errorf("%s is imported: %t", r.name, !r.imported)
	}
	if r.change.action != "update" {
		return nil
	}
	before, _ := c.Before.(map[string]any)
	after, _ := c.After.(map[string]any)
	if got := differing(asJSON(before), asJSON(after)); !slices.Equal(got, r.change.attributes) {
		return fmt.Errorf("%s is planned with changes of %v instead of %v", r.name, got, r.change.attributes)
	}
	if unknown, _ := c.AfterUnknown.(map[string]any); len(set(unknown)) > 0 && slices.Contains(slices.Collect(maps.Values(unknown)), any(true)) {
		return fmt.Errorf("%s is planned with unknown values: %v", r.name, unknown)
	}
	return nil
}

// checkRequests compares the requests of a step: one PUT or DELETE for every
// change, with everything in it, and one GET after the PUT that inherits.
func (l *life) checkRequests(instances []instance) error {
	puts, deletes := map[string]map[string]any{}, map[string]int{}
	var faults []error
	for _, request := range l.answered() {
		switch request.Method {
		case http.MethodPut:
			if puts[request.Path] != nil {
				faults = append(faults, fmt.Errorf("PUT %s was sent twice", request.Path))
			}
			puts[request.Path] = request.Body
		case http.MethodDelete:
			deletes[request.Path]++
		}
	}
	for _, r := range instances {
		path := l.path(r)
		switch r.change.action {
		case "create", "update":
			if got, want := puts[path], asJSON(l.body(r)); !reflect.DeepEqual(got, want) {
				faults = append(faults, fmt.Errorf("PUT %s: %v\nwant %v\ndiffering in %v", path, got, want, differing(got, want)))
			}
			delete(puts, path)
		case "delete":
			faults = append(faults, l.checkDelete(deletes[path], path))
			delete(deletes, path)
		}
	}
	if len(puts)+len(deletes) > 0 {
		faults = append(faults, fmt.Errorf("needless requests: PUT %v, DELETE %v", puts, deletes))
	}
	return errors.Join(append(faults, l.checkReads(instances))...)
}

func (l *life) checkDelete(count int, path string) error {
	want := 1
	if l.integration.Undeletable {
		want = 0
	}
	if count != want {
		return fmt.Errorf("%d times DELETE %s instead of %d", count, path, want)
	}
	return nil
}

// checkReads finds the GET that follows a PUT of an inheriting integration,
// and on the other new ones none.
func (l *life) checkReads(instances []instance) error {
	methods := map[string]string{}
	for _, request := range l.answered() {
		methods[request.Path] += request.Method + " "
	}
	for _, r := range instances {
		if r.change.action != "create" || r.owner == l.owner("sub.group/web.app") {
			continue // of the full one there is a data source
		}
		want := "PUT "
		if r.inherits {
			want = "PUT GET "
		}
		if got := methods[l.path(r)]; !strings.HasSuffix(" "+got, " "+want) || strings.Count(got, "PUT") != 1 {
			return fmt.Errorf("the requests of %s were %sinstead of %s", l.path(r), got, want)
		}
	}
	return nil
}

// answered are the requests less those with which the client finds out what
// GitLab it is.
func (l *life) answered() []gitlabfake.Request {
	return slices.DeleteFunc(l.gitlab.Requests(), func(r gitlabfake.Request) bool {
		versions := strings.HasSuffix(r.Path, "/metadata") || strings.HasSuffix(r.Path, "/version")
		routes := !since(l.gitlab, "14.4") && strings.Contains(r.Path, "/integrations/") && r.Status == http.StatusNotFound
		return versions || routes
	})
}

// path is the route of the integration.
func (l *life) path(r instance) string {
	collection := "integrations"
	if !since(l.gitlab, "14.4") {
		collection = "services"
	}
	kinds, id, _ := strings.Cut(r.owner, "/")
	return fmt.Sprintf("%s/%s/%s/%s", kinds, url.PathEscape(id), collection, l.integration.Slug)
}

// body is what a PUT must send.
func (l *life) body(r instance) map[string]any {
	body := map[string]any{"use_inherited_settings": r.inherits}
	all := complete(l.integration, r.settings)
	for _, p := range l.integration.Parameters {
		_, configured := r.settings[p.Name]
		_, before := r.change.before[p.Name]
		switch {
		case r.inherits && (p.Required || p.Presence):
			body[p.Name] = nil
		case r.inherits:
		case p.Secret && !p.Presence && !configured && !before && !r.change.inherited && r.change.action != "create":
			// Terraform never set it, and leaves it alone.
		case p.Until != "" && !p.Secret && all[p.Name] == nil && !before:
			// Newer GitLab does not have it.
		default:
			body[p.Name] = all[p.Name]
		}
	}
	return body
}

// checkStored compares what GitLab has stored with the configuration.
func (l *life) checkStored(instances []instance) error {
	var faults []error
	for _, r := range instances {
		stored, found := l.gitlab.Stored(r.owner, l.integration.Slug)
		active := r.change.action != "delete" || l.integration.Undeletable
		if !found || stored.Active != active || stored.Inherited != r.inherits {
			faults = append(faults, fmt.Errorf("GitLab has %s of %s: %t, active: %t, inherited: %t", r.name, r.owner, found, stored.Active, stored.Inherited))
		} else if r.change.action != "delete" {
			faults = append(faults, l.checkStoredSettings(r, stored))
		}
	}
	return errors.Join(faults...)
}

func (l *life) checkStoredSettings(r instance, stored gitlabfake.Record) error {
	want := complete(l.integration, r.settings)
	if r.inherits && l.kind() == "groups/" {
		return nil // a group inherits the link, not the values
	}
	if r.inherits {
		want = complete(l.integration, full(l.integration))
	}
	var faults []error
	for _, p := range l.integration.Parameters {
		// Some numbers are text to GitLab.
		got, want := fmt.Sprint(stored.Settings[p.Name]), fmt.Sprint(want[p.Name])
		if l.has(p) && p.AlwaysAnswered == nil && got != want {
			faults = append(faults, fmt.Errorf("GitLab has %s = %s instead of %s for %s", p.Name, got, want, r.name))
		}
	}
	return errors.Join(faults...)
}

// checkState compares the state with the configuration, and the data source
// with its resource.
func (l *life) checkState(state *tfjson.State, instances []instance) error {
	found := map[string]map[string]any{}
	for _, r := range state.Values.RootModule.Resources {
		found[r.Address] = asJSON(r.AttributeValues)
	}
	var faults []error
	for _, r := range instances {
		if r.change.action == "delete" {
			continue
		}
		got, want := set(found[l.address(r.name)]), set(l.stateOf(r))
		if !reflect.DeepEqual(got, want) {
			faults = append(faults, fmt.Errorf("the state of %s is %v\nwant %v\ndiffering in %v", r.name, got, want, differing(got, want)))
		}
	}
	faults = append(faults, l.checkData(found["data."+l.address("full")], found[l.address("full")]))
	return errors.Join(faults...)
}

func (l *life) stateOf(r instance) map[string]any {
	kind, id := r.place()
	state := map[string]any{"id": r.owner, kind: id, "use_inherited_settings": r.inherits}
	if !r.inherits {
		maps.Copy(state, complete(l.integration, r.settings))
	}
	return state
}

func (l *life) checkData(data, managed map[string]any) error {
	var faults []error
	for _, p := range l.integration.Parameters {
		value, exists := data[p.Name]
		switch {
		case p.Secret && exists:
			faults = append(faults, fmt.Errorf("the data source has the secret %s", p.Name))
		case l.shows(p) && !reflect.DeepEqual(value, managed[p.Name]):
			faults = append(faults, fmt.Errorf("the data source has %s = %v instead of %v", p.Name, value, managed[p.Name]))
		}
	}
	want := map[string]any{
		"id": managed["id"], "project": managed["project"], "group": managed["group"],
		"active": true, "inherited": false, "title": l.integration.Title,
	}
	for name, value := range want {
		if data[name] != value {
			faults = append(faults, fmt.Errorf("the data source has %s = %v instead of %v", name, data[name], value))
		}
	}
	if data["created_at"] == nil || data["updated_at"] == nil {
		faults = append(faults, fmt.Errorf("the data source has no times: %v", data))
	}
	return errors.Join(faults...)
}

// checkDestroyed finds one DELETE for every resource that there was, and
// nothing active.
func (l *life) checkDestroyed(instances []instance) error {
	for i := range instances {
		if instances[i].change.action == "delete" {
			instances[i].name = ""
		}
		instances[i].change = deleted
	}
	remaining := slices.DeleteFunc(instances, func(r instance) bool { return r.name == "" })
	return errors.Join(l.checkRequests(remaining), l.checkStored(remaining))
}

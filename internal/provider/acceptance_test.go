package provider_test

import (
	"fmt"
	"maps"
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
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// TestIntegrations tests the lifecycle of every integration. It creates the integration
// in several projects and groups, changes and disables it externally, repairs, imports,
// updates, recreates and destroys it. Every step checks the plan, the requests, the state
// and the data stored in GitLab. The framework checks that the plan after each step is
// empty.
func TestIntegrations(t *testing.T) {
	integrations := loadCatalog(t)
	for i := range resources.All {
		name := resources.All[i].TypeName()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newLifecycle(t, integrations[name]).run()
		})
	}
}

// instance is a resource of the configuration, with the change that the next apply is
// expected to make.
type instance struct {
	name     string
	owner    string // For example, "projects/acme/web".
	settings settings
	inherits bool
	after    string // The resource that this one depends on.
	imported bool
	change   change
}

// change is the expected action of an apply: "create", "update", "no-op" or "delete".
type change struct {
	action     string
	attributes []string // The attributes that an update changes.
	// before contains the settings in the state before the apply, and inherited reports
	// whether the integration inherited its settings then.
	before    settings
	inherited bool
}

var (
	created   = change{action: "create"}
	unchanged = change{action: "no-op"}
	deleted   = change{action: "delete"}
)

// lifecycle is the test of one integration.
type lifecycle struct {
	*testing.T
	integration catalog.Integration
	gitlab      *gitlabfake.GitLab
	url         string
	ids         map[string]int // The IDs of the projects and groups.
}

func newLifecycle(t *testing.T, i catalog.Integration) *lifecycle {
	gitlab, url := startFor(t, i)
	return &lifecycle{T: t, integration: inVersion(i, gitlab.Version), gitlab: gitlab, url: url, ids: map[string]int{}}
}

// startFor starts the newest GitLab that has the integration.
func startFor(t *testing.T, i catalog.Integration) (gitlab *gitlabfake.GitLab, url string) {
	t.Helper()
	gitlab, url = gitlabfake.Start(t)
	gitlab.Version = sample.NewestVersion(i)
	return gitlab, url
}

func (l *lifecycle) run() {
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
			l.step(second, l.changeExternally),
			l.step(third, l.reinstall),
		},
		CheckDestroy: func(*terraform.State) error { return l.checkDestroyed(third) },
	})
}

// first returns the instances of the first apply, which creates all of them.
func (l *lifecycle) first() []instance {
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

// changeExternally makes the external changes that second repairs.
func (l *lifecycle) changeExternally() {
	slug := l.integration.Slug
	for _, p := range l.visible() {
		base := complete(l.integration, minimal(l.integration))[p.Name]
		l.gitlab.Change(l.owner("drift-"+p.Name), slug, settings{p.Name: another(p, base)})
	}
	if l.canDisable() {
		l.gitlab.Disable(l.owner("minimal"), slug)
	}
	if l.canRemoveOwner() {
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

// second returns the instances of the step that repairs external changes, imports
// existing integrations and removes one instance.
func (l *lifecycle) second() []instance {
	var instances []instance
	for _, r := range l.first() {
		drifted, drifts := strings.CutPrefix(r.name, "drift_")
		switch {
		case drifts:
			r.change = change{action: "update", attributes: []string{drifted}, before: r.settings}
		case r.name == "minimal" && l.canDisable(), r.name == "gone" && l.canRemoveOwner():
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

// imports covers three forms of import IDs.
func (l *lifecycle) imports() []instance {
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

// third returns the instances of the step that removes and adds settings, recreates one
// instance, ends an inheritance and destroys one instance.
func (l *lifecycle) third() []instance {
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

func (l *lifecycle) update(before, after settings) change {
	attributes := differing(complete(l.integration, before), complete(l.integration, after))
	if len(attributes) == 0 {
		return unchanged
	}
	return change{action: "update", attributes: attributes, before: before}
}

// ownAttributes returns the attributes that change when an integration stops inheriting.
func (l *lifecycle) ownAttributes(own settings) []string {
	names := []string{"use_inherited_settings"}
	for name, value := range complete(l.integration, own) {
		if value != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// reinstall installs the app, because Terraform cannot do so and the third step needs it.
func (l *lifecycle) reinstall() {
	if l.installed() {
		l.gitlab.SetUp(l.owner("again"), l.integration.Slug, nil)
	}
}

// installed reports whether only the installation of an app creates the integration.
func (l *lifecycle) installed() bool { return l.integration.Install != "" }

// canDisable reports whether Terraform can set up the integration again after somebody
// has disabled it in GitLab.
func (l *lifecycle) canDisable() bool { return !l.installed() }

// canRemoveOwner reports whether the integration can be deleted together with its
// project, and set up again in a new project with the same path.
func (l *lifecycle) canRemoveOwner() bool {
	return !l.installed() && l.integration.HasScope(catalog.Project)
}

func (l *lifecycle) hasGroups() bool {
	return l.integration.HasScope(catalog.Group) && since(l.gitlab, "17.9")
}

// kind returns the kind of most owners: projects, unless only groups have the
// integration.
func (l *lifecycle) kind() string {
	if l.integration.HasScope(catalog.Project) {
		return "projects/"
	}
	return "groups/"
}

func (l *lifecycle) owner(path string) string { return l.kind() + "acme/" + path }

// below returns a project or subgroup of the group whose integration is inherited.
func (l *lifecycle) below(path string) string { return l.kind() + "family/" + path }

// byID returns the owner with its numeric ID instead of its path.
func (l *lifecycle) byID(owner string) string {
	l.addOwner(owner)
	return fmt.Sprint(l.kind(), l.ids[owner])
}

// addOwner creates a project or group with the given path.
func (l *lifecycle) addOwner(owner string) {
	kind, path, _ := strings.Cut(owner, "/")
	switch {
	case !strings.Contains(path, "/") && kind == "projects":
	case kind == "projects":
		l.ids[owner] = l.gitlab.AddProject(path)
	case strings.Trim(path, "0123456789") != "":
		l.ids[owner] = l.gitlab.AddGroup(path)
	}
}

// has reports whether this version of GitLab has the setting.
func (l *lifecycle) has(p catalog.Parameter) bool { return p.Until == "" }

// shows reports whether the API of this GitLab returns the stored value of the setting.
func (l *lifecycle) shows(p catalog.Parameter) bool {
	return l.has(p) && !p.Secret && p.Returned != catalog.Hidden && p.AlwaysAnswered == nil
}

// visible returns the settings that the API returns, so that a refresh detects external
// changes.
func (l *lifecycle) visible() []catalog.Parameter {
	return slices.DeleteFunc(slices.Clone(l.integration.Parameters), func(p catalog.Parameter) bool { return !l.shows(p) })
}

// invisible returns the names of the settings that the API does not return.
func (l *lifecycle) invisible() []string {
	var names []string
	for _, p := range l.integration.Parameters {
		if !l.shows(p) {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return names
}

// storable returns the settings that this version of GitLab has.
func (l *lifecycle) storable(configured settings) settings {
	stored := maps.Clone(configured)
	maps.DeleteFunc(stored, func(name string, _ any) bool {
		p, _ := l.integration.Parameter(name)
		return !l.has(p)
	})
	return stored
}

// step applies the instances after calling before, which can change GitLab externally.
func (l *lifecycle) step(instances []instance, before func()) resource.TestStep {
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

func (l *lifecycle) config(instances []instance) string {
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

func (l *lifecycle) address(name string) string { return l.integration.TypeName() + "." + name }

// place returns the attribute that names the owner, and its value.
func (r instance) place() (attribute, id string) {
	kinds, id, _ := strings.Cut(r.owner, "/")
	return strings.TrimSuffix(kinds, "s"), id
}

// importID returns the short form for the path of a project, and the full form otherwise.
func (r instance) importID() string {
	if path, ok := strings.CutPrefix(r.owner, "projects/"); ok && strings.Contains(path, "/") {
		return path
	}
	return r.owner
}

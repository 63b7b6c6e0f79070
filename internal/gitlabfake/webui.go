package gitlabfake

import (
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// Record is an integration as GitLab has stored it.
type Record struct {
	ID        int
	Active    bool
	Inherited bool
	// Settings are the parameters, with secrets, and all event flags, each nil or a
	// string, bool, int or []string, whatever form an old GitLab stores. Settings
	// that were never set may be missing.
	Settings             map[string]any
	CreatedAt, UpdatedAt time.Time
}

// SetUp does what a user does in GitLab's web interface: it enables an integration,
// with GitLab's defaults and these settings. For integrations of an app, it installs
// the app. The owner is "projects/<path or ID>" or "groups/<path or ID>", here and in
// the other methods. They all panic if there is no such owner, integration or
// setting.
func (g *GitLab) SetUp(owner, slug string, settings map[string]any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o, i := g.mustFind(owner), g.mustOffer(slug)
	r := newRecord(i)
	if existing := o.records[slug]; existing != nil {
		r.id, r.created = existing.id, existing.created
	}
	r.active = true
	maps.Copy(r.settings, g.typedIn(i, settings))
	r.derive(i)
	g.save(o, i, r, true)
	g.propagate(o, i)
}

// Change changes settings and event flags of an integration that was set up; nil
// clears one. It does not validate them as GitLab does.
func (g *GitLab) Change(owner, slug string, settings map[string]any) {
	g.edit(owner, slug, func(i integration, r *record) {
		maps.Copy(r.settings, g.typedIn(i, settings))
	})
}

// Disable clears the checkbox "Active": the settings stay.
func (g *GitLab) Disable(owner, slug string) {
	g.edit(owner, slug, func(_ integration, r *record) { r.active = false })
}

// Inherit selects the default settings of the nearest group that has some. It panics
// if none has.
func (g *GitLab) Inherit(owner, slug string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o, i := g.mustFind(owner), g.mustOffer(slug)
	source := g.defaultOf(o, i)
	if source == nil {
		panic(fmt.Sprintf("gitlabfake: no group above %q has %q", owner, slug))
	}
	r := o.records[slug]
	if r == nil {
		r = newRecord(i)
	}
	g.copyDefault(source, r)
	g.save(o, i, r, true)
	g.propagate(o, i)
}

// Offers reports whether this GitLab has an integration.
func (g *GitLab) Offers(slug string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	_, known := g.offered(slug)
	return known
}

// Stored returns an integration as GitLab has stored it; false if there is none.
func (g *GitLab) Stored(owner, slug string) (Record, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := g.mustOffer(slug)
	r := g.mustFind(owner).record(i)
	if r == nil {
		return Record{}, false
	}
	return Record{
		ID:        r.id,
		Active:    r.active,
		Inherited: r.inheritFrom != 0,
		Settings:  typed(i, r.settings),
		CreatedAt: r.created,
		UpdatedAt: r.saved,
	}, true
}

// Restore puts a row there as Stored has returned it, with its ID and its times. One
// that inherits belongs to the nearest default above its owner, which must have been
// restored before. It panics if there is none.
func (g *GitLab) Restore(owner, slug string, row Record) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o, i := g.mustFind(owner), g.mustOffer(slug)
	r := &record{id: row.ID, active: row.Active, settings: g.restored(i, row.Settings), created: row.CreatedAt, saved: row.UpdatedAt}
	if row.Inherited {
		source := g.defaultOf(o, i)
		if source == nil {
			panic(fmt.Sprintf("gitlabfake: no group above %q has %q", owner, slug))
		}
		r.inheritFrom = source.id
	}
	o.records[slug] = r
	g.lastID = max(g.lastID, row.ID)
}

// restored are the settings of a Record as they are stored. GitLab itself has made those
// that are no parameters, such as the address of a webhook.
func (g *GitLab) restored(i integration, settings map[string]any) map[string]any {
	parameters, stored := map[string]any{}, maps.Clone(settings)
	for name, value := range settings {
		_, isParameter := i.Parameter(name)
		if _, isFlag := catalog.FindEventFlag(name); isParameter || isFlag {
			parameters[name] = value
		}
	}
	maps.Copy(stored, g.typedIn(i, parameters))
	return stored
}

// typed is a copy of settings with the types of the catalog.
func typed(i integration, settings map[string]any) map[string]any {
	converted := maps.Clone(settings)
	for _, p := range i.Parameters {
		if value := settings[p.Name]; value != nil {
			converted[p.Name], _ = coerce(p, value)
		}
	}
	return converted
}

// edit changes an existing record.
func (g *GitLab) edit(owner, slug string, change func(integration, *record)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o, i := g.mustFind(owner), g.mustOffer(slug)
	r := o.record(i)
	if r == nil {
		panic(fmt.Sprintf("gitlabfake: %q of %q was never set up", slug, owner))
	}
	before := r.clone()
	change(i, r)
	// A change of settings in a separate table does not move the time.
	g.save(o, i, r, i.Table == "" || !sameColumns(i, before, r))
	g.propagate(o, i)
}

func (g *GitLab) mustOffer(slug string) integration {
	i, known := g.offered(slug)
	if !known {
		panic(fmt.Sprintf("gitlabfake: this GitLab has no integration %q", slug))
	}
	return i
}

// typedIn are settings as the web interface stores them. Older GitLab versions stored
// the values of the form.
func (g *GitLab) typedIn(i integration, settings map[string]any) map[string]any {
	stored := mustDeclare(i, settings)
	if !g.release().raw || i.Table != "" {
		return stored
	}
	for _, p := range i.Parameters {
		if value, given := stored[p.Name]; given && p.Returned != catalog.Top {
			stored[p.Name] = worded(value)
		}
	}
	return stored
}

// worded is a value as a form sends it: a checked checkbox is "1".
func worded(value any) any {
	switch v := value.(type) {
	case int:
		return strconv.Itoa(v)
	case bool:
		return map[bool]string{true: "1", false: "0"}[v]
	}
	return value
}

// mustDeclare converts settings to the types in which they are stored.
func mustDeclare(i integration, settings map[string]any) map[string]any {
	declared := make(map[string]any, len(settings))
	for name, value := range settings {
		p := mustFindParameter(i, name)
		coerced, valid := coerce(p, value)
		if !valid {
			panic(fmt.Sprintf("gitlabfake: %q of %q cannot be %#v", name, i.Slug, value))
		}
		declared[name] = tidied(p, coerced)
	}
	return declared
}

func mustFindParameter(i integration, name string) catalog.Parameter {
	for _, p := range i.Parameters {
		if p.Name == name {
			return p
		}
	}
	if _, known := catalog.FindEventFlag(name); !known {
		panic(fmt.Sprintf("gitlabfake: %q has no setting %q", i.Slug, name))
	}
	return catalog.Parameter{Name: name, Type: catalog.Boolean}
}

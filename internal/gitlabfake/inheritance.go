package gitlabfake

import (
	"maps"
	"net/http"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// putInherited links the record to the default of the nearest group above that
// has one. GitLab copies the settings of the default after it has
// loaded the record for the answer, so the answer shows the old settings. It copies
// them only for projects (UpdateService in GitLab 18.9). Before that, it validates the
// old settings of an active record, which can only fail because of another integration
// of its kind. A separate table is loaded by
// the validation of an active record, and else only for the answer, which then shows the
// new settings of that table.
func (g *GitLab) putInherited(o *owner, i integration, r *record) answer {
	source := g.defaultOf(o, i)
	if source == nil {
		return message(http.StatusBadRequest, "Default integration not found.")
	}
	linked := r.clone()
	linked.inheritFrom = source.id
	linked.derive(i)
	storeAddress(i, linked)
	v := &validation{gitlab: g, integration: i, stored: r, draft: linked}
	if v.checkExclusive(o); linked.active && len(v.refused) > 0 {
		return g.updateFailed(v.refused)
	}
	g.save(o, i, linked, linked.encrypts(i, nil) || !sameColumns(i, r, linked))
	answered := linked.clone()
	if !o.group {
		g.copyDefault(source, linked)
		if i.Table != "" && !r.active && r.id != 0 {
			answered.takeTable(i, linked)
		}
	}
	g.propagate(o, i)
	return ok(g.entity(o, i, answered))
}

// takeTable replaces the settings in a separate table.
func (r *record) takeTable(i integration, source *record) {
	for _, p := range i.Parameters {
		if p.Returned != catalog.Top {
			r.settings[p.Name] = source.settings[p.Name]
		}
	}
}

// defaultOf is the record of the nearest group above with settings of its own, active
// or not; nil if there is none.
func (g *GitLab) defaultOf(o *owner, i integration) *record {
	for _, group := range o.ancestors() {
		if r := group.record(i); r != nil && r.inheritFrom == 0 {
			return r
		}
	}
	return nil
}

// copyDefault makes the record equal to its default.
func (g *GitLab) copyDefault(source, r *record) {
	r.active = source.active
	r.settings = maps.Clone(source.settings)
	r.inheritFrom = source.id
	if source.inheritFrom != 0 {
		r.inheritFrom = source.inheritFrom
	}
	r.saved = g.now()
	r.copied = true
}

// inheritDefaults gives a new group or project the active defaults of the groups
// above, the nearest one of each integration.
func (g *GitLab) inheritDefaults(o *owner) {
	for _, group := range o.ancestors() {
		for slug, source := range group.records {
			i, known := g.offered(slug)
			if known && source.active && source.inheritFrom == 0 && o.records[slug] == nil && g.available(i) {
				g.createCopy(o, i, source)
			}
		}
	}
}

func (g *GitLab) createCopy(o *owner, i integration, source *record) {
	r := newRecord(i)
	g.copyDefault(source, r)
	g.save(o, i, r, true)
	r.copied = true
}

// propagate copies what a group has saved to the groups and projects below that
// inherit from it or from a group above it, or that have no record yet
// (Integrations::PropagateService in GitLab 18.9, where it is a background job).
func (g *GitLab) propagate(o *owner, i integration) {
	if !o.group {
		return
	}
	source := o.records[i.Slug]
	inherited := map[int]bool{source.id: true}
	for _, group := range o.ancestors() {
		if r := group.records[i.Slug]; r != nil {
			inherited[r.id] = true
		}
	}
	for _, below := range o.descendants() {
		r := below.records[i.Slug]
		switch {
		case r == nil && g.available(i) && !below.isArchived():
			g.createCopy(below, i, source)
		case r != nil && inherited[r.inheritFrom]:
			g.copyDefault(source, r)
		}
	}
}

package gitlabfake

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// record is the owner's record of an integration as GitLab loads it; nil if it was
// never set up.
func (o *owner) record(i integration) *record {
	r := o.records[i.Slug]
	if r != nil {
		r.refresh(i)
	}
	return r
}

// list answers with the active integrations, without their settings.
func (g *GitLab) list(o *owner) answer {
	active := []*record{}
	integrations := map[*record]integration{}
	for slug := range o.records {
		i, known := g.offered(slug)
		if r := o.record(i); known && r.active && g.available(i) {
			active = append(active, r)
			integrations[r] = i
		}
	}
	slices.SortFunc(active, func(a, b *record) int { return cmp.Compare(a.id, b.id) })
	entities := make([]map[string]any, len(active))
	for n, r := range active {
		entities[n] = g.basicEntity(integrations[r], r)
	}
	return ok(entities)
}

// get answers with the integration, also if it is not active; older versions also if
// it was never set up.
func (g *GitLab) get(o *owner, i integration) answer {
	if refused := g.unavailable(o, i); refused != nil {
		return *refused
	}
	r := o.record(i)
	if r == nil && !g.release().blanks {
		return g.notSetUp()
	}
	if r == nil {
		r = newRecord(i)
	}
	return ok(g.entity(o, i, r))
}

// delete disables the integration. The record, its event flags and the link to its
// default stay. Older versions create a record in order to do so. A record that has
// changed since the time in the request is not disabled.
func (g *GitLab) delete(o *owner, i integration, since time.Time) answer {
	if refused := g.unavailable(o, i); refused != nil {
		return *refused
	}
	r := o.record(i)
	switch {
	case r == nil && !g.release().disablesUnset:
		return g.notSetUp()
	case i.Undeletable:
		return message(http.StatusUnprocessableEntity,
			fmt.Sprintf("You cannot disable the %s integration from the API", i.Title))
	case r == nil:
		r = newRecord(i)
	case !since.IsZero() && r.saved.After(since):
		return preconditionFailed()
	}
	draft := r.clone()
	draft.wipe(i, g.release().columnDefaults)
	draft.active = false
	rewritten := draft.settings
	if i.HiddenWhileInactive && !r.active {
		rewritten = nil
	}
	g.save(o, i, draft, draft.encrypts(i, rewritten) || !sameColumns(i, r, draft))
	return noContent()
}

// unmodifiedSince is the time in the header If-Unmodified-Since; zero if there is
// none that GitLab can parse.
func unmodifiedSince(header http.Header) time.Time {
	text := header.Get("If-Unmodified-Since")
	for _, layout := range []string{http.TimeFormat, time.RFC1123Z, time.RFC3339Nano, time.DateTime} {
		if since, err := time.Parse(layout, text); err == nil {
			return since
		}
	}
	return time.Time{}
}

// put sets up or changes the integration. It always activates it, except for
// integrations that only the installation of an app creates.
func (g *GitLab) put(o *owner, i integration, body map[string]any) answer {
	settings, complaints := declared(i.accepted, body)
	r := o.record(i)
	switch {
	case len(complaints) > 0:
		return grapeError(http.StatusBadRequest, strings.Join(complaints, ", "))
	case !g.allows(i, o):
		return notAvailable()
	case r == nil && i.installed():
		return message(http.StatusUnprocessableEntity,
			fmt.Sprintf("You cannot create the %s integration from the API", i.Title))
	case r == nil:
		r = newRecord(i)
		r.refresh(i)
	}
	if g.release().inheritance && wantsDefault(settings, r) {
		return g.putInherited(o, i, r)
	}
	return g.putOwn(o, i, r, settings)
}

// wantsDefault reports whether a PUT links the record to its default. A record that
// inherits keeps the link unless the request says otherwise.
func wantsDefault(settings map[string]any, r *record) bool {
	wanted, given := settings[inheritance.Name]
	if given {
		return wanted == true
	}
	return r.inheritFrom != 0
}

// putOwn gives the record settings of its own. The draft is saved if it is valid.
// Older versions leave a record linked to its default.
func (g *GitLab) putOwn(o *owner, i integration, stored *record, settings map[string]any) answer {
	for _, name := range i.UnusableEvents {
		if _, sent := settings[name]; sent {
			return internalError()
		}
	}
	draft := stored.clone()
	if g.release().inheritance {
		draft.inheritFrom = 0
	}
	draft.active = draft.active || !i.installed()
	draft.assign(i, settings)
	storeAddress(i, draft)
	if refused := g.refuse(o, i, &validation{gitlab: g, integration: i, stored: stored, draft: draft, sent: settings}); refused != nil {
		return *refused
	}
	g.save(o, i, draft, draft.encrypts(i, settings) || !sameColumns(i, stored, draft))
	g.propagate(o, i)
	return ok(g.entity(o, i, draft))
}

// refuse is the answer to a draft that cannot be saved; nil if it can be saved.
func (g *GitLab) refuse(o *owner, i integration, v *validation) *answer {
	v.run(o)
	switch {
	case v.crashed:
		return internalError().refusal()
	case len(v.refused) > 0:
		return g.updateFailed(v.refused).refusal()
	case v.draft.violatesColumns(i):
		return internalError().refusal()
	}
	switch g.saveHook(o, i, v.draft) {
	case hookCrashed:
		return internalError().refusal()
	case hookRefused:
		return g.updateFailed(nil).refusal()
	}
	return nil
}

// save stores the record. Its time is updated if the record has changed. A new record
// gets an ID and a time of creation.
func (g *GitLab) save(o *owner, i integration, r *record, changed bool) {
	if changed || r.id == 0 {
		r.saved = g.now()
	}
	if r.id == 0 {
		r.id = g.nextID()
		r.created = r.saved
	}
	r.copied = false
	o.records[i.Slug] = r
}

// unavailable refuses to read or delete an integration that the owner cannot have.
// Groups refuse the integrations of projects; projects do not find those of groups.
func (g *GitLab) unavailable(o *owner, i integration) *answer {
	switch {
	case g.allows(i, o):
		return nil
	case o.group && !i.HasScope(catalog.Group):
		return notAvailable().refusal()
	}
	return g.notSetUp().refusal()
}

func notAvailable() answer {
	return message(http.StatusBadRequest, "400 Integration not available")
}

// notSetUp is the answer about an integration without a record.
func (g *GitLab) notSetUp() answer {
	if g.release().integrations {
		return notFound("Integration")
	}
	return notFound("Service")
}

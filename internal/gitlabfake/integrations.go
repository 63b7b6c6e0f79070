package gitlabfake

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// record is the owner's record of an integration as GitLab loads it, nil if it
// was never set up.
func (o *owner) record(i integration) *record {
	r := o.records[i.Slug]
	if r != nil {
		r.refresh(i)
	}
	return r
}

// list answers the active integrations, without their settings.
func (g *GitLab) list(o *owner) answer {
	active := []*record{}
	integrations := map[*record]integration{}
	for slug := range o.records {
		i, known := g.offered(slug)
		if r := o.record(i); known && r.active {
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

// get answers the integration, also when it is not active.
func (g *GitLab) get(o *owner, i integration) answer {
	if refused := g.unavailable(o, i); refused != nil {
		return *refused
	}
	r := o.record(i)
	if r == nil {
		return g.notSetUp()
	}
	return ok(g.entity(i, r))
}

// delete disables the integration: the record and its event flags stay. GitLab
// 13.x made one for the purpose.
func (g *GitLab) delete(o *owner, i integration) answer {
	if refused := g.unavailable(o, i); refused != nil {
		return *refused
	}
	r := o.record(i)
	switch {
	case r == nil && !g.ServicesOnly:
		return g.notSetUp()
	case i.Undeletable:
		return message(http.StatusUnprocessableEntity,
			fmt.Sprintf("You cannot disable the %s integration from the API", i.Title))
	case r == nil:
		r = newRecord(i)
	}
	r.wipe(i, g.ServicesOnly)
	r.active = false
	g.save(o, i, r)
	return noContent()
}

// put sets the integration up or changes it. It always activates it, except
// those that an app's installation creates.
func (g *GitLab) put(o *owner, i integration, body map[string]any) answer {
	settings, complaints := declared(i.accepted, body)
	r := o.record(i)
	switch {
	case len(complaints) > 0:
		return grapeError(http.StatusBadRequest, strings.Join(complaints, ", "))
	case !i.allows(o):
		return notAvailable()
	case r == nil && i.installed():
		return message(http.StatusUnprocessableEntity,
			fmt.Sprintf("You cannot create the %s integration from the API", i.Title))
	case r == nil:
		r = newRecord(i)
	}
	if wantsDefault(settings, r) && !g.ServicesOnly {
		return g.putInherited(o, i, r)
	}
	return g.putOwn(o, i, r.clone(), settings)
}

// wantsDefault tells whether a PUT links the record to its default. A record
// that inherits stays so unless the request says otherwise (UpdateService in
// GitLab 18.9).
func wantsDefault(settings map[string]any, r *record) bool {
	wanted, given := settings[inheritance.Name]
	if given {
		return wanted == true
	}
	return r.inheritFrom != 0
}

// putOwn gives the record settings of its own. The draft is saved if it is valid.
func (g *GitLab) putOwn(o *owner, i integration, draft *record, settings map[string]any) answer {
	for _, name := range i.UnusableEvents {
		if _, sent := settings[name]; sent {
			return internalError()
		}
	}
	draft.inheritFrom = 0
	draft.active = draft.active || !i.installed()
	draft.assign(i, settings)
	if refused := g.validate(o, i, draft); len(refused) > 0 {
		return g.updateFailed(refused)
	}
	g.save(o, i, draft)
	g.propagate(o, i)
	return ok(g.entity(i, draft))
}

// save stores the record; a new one gets its id and its time of creation.
func (g *GitLab) save(o *owner, i integration, r *record) {
	r.saved = g.now()
	if r.id == 0 {
		r.id = g.nextID()
		r.created = r.saved
	}
	o.records[i.Slug] = r
}

// validate finds the settings that GitLab's models refuse. Records that are
// not active can hold anything.
func (g *GitLab) validate(o *owner, i integration, r *record) []invalid {
	if !r.active {
		return nil
	}
	var refused []invalid
	for _, p := range i.Parameters {
		if reason := fault(i, p, r); reason != "" {
			refused = append(refused, invalid{p.Name, reason})
		}
	}
	if i.Exclusive != "" && g.inUse(o, i) {
		reason := fmt.Sprintf("Another %[1]s is already in use. Only one %[1]s service can be active at a time", i.Exclusive)
		refused = append(refused, invalid{"base", reason})
	}
	return refused
}

func fault(i integration, p catalog.Parameter, r *record) string {
	value := r.settings[p.Name]
	switch {
	case blank(value) && needed(i, p, r):
		return "can't be blank"
	case blank(value) || p.Format != "http_url":
		return ""
	}
	address, err := url.Parse(fmt.Sprint(value))
	switch {
	case err != nil || address.Scheme == "":
		return "must be a valid URL"
	case address.Scheme != "http" && address.Scheme != "https":
		return "is blocked: Only allowed schemes are http, https"
	}
	return ""
}

// needed tells whether a setting must not be blank. Some are demanded by the
// model alone, depending on others.
func needed(i integration, p catalog.Parameter, r *record) bool {
	switch i.Slug + "." + p.Name {
	case "datadog.datadog_site":
		return true
	case "jenkins.password":
		return !blank(r.settings["username"])
	case "jira.username":
		return r.settings["jira_auth_type"] == nil || r.settings["jira_auth_type"] == 0
	}
	return p.Required
}

// inUse tells whether another integration of the same exclusive kind is active
// on the project. Groups may have several.
func (g *GitLab) inUse(o *owner, i integration) bool {
	if o.group {
		return false
	}
	for slug, r := range o.records {
		other, _ := g.offered(slug)
		if slug != i.Slug && r.active && other.Exclusive == i.Exclusive {
			return true
		}
	}
	return false
}

// unavailable refuses to read or delete what the owner cannot have: groups
// refuse the integrations of projects, projects do not find those of groups.
func (g *GitLab) unavailable(o *owner, i integration) *answer {
	switch {
	case i.allows(o):
		return nil
	case o.group:
		return notAvailable().refusal()
	}
	return g.notSetUp().refusal()
}

func notAvailable() answer {
	return message(http.StatusBadRequest, "400 Integration not available")
}

// notSetUp is the answer about an integration without a record. GitLab 13.x
// called integrations services.
func (g *GitLab) notSetUp() answer {
	if g.ServicesOnly {
		return notFound("Service")
	}
	return notFound("Integration")
}

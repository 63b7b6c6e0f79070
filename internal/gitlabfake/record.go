package gitlabfake

import (
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// record is a stored integration of one owner: a row of the table "integrations".
type record struct {
	id             int
	active         bool
	inheritFrom    int // the ID of the default's record; 0 if it has its own settings
	settings       map[string]any
	created, saved time.Time
	// copied is set if GitLab has copied the row from its default and not saved it
	// since. Only a save encrypts the empty properties of a row whose settings are in
	// a separate table.
	copied bool
}

func (r *record) clone() *record {
	copied := *r
	copied.settings = maps.Clone(r.settings)
	return &copied
}

// newRecord returns an unsaved record with GitLab's defaults.
func newRecord(i integration) *record {
	settings := map[string]any{}
	for _, flag := range catalog.EventFlags {
		settings[flag.Name] = flag.Default
	}
	for name, value := range i.EventDefaults {
		settings[name] = value
	}
	for _, p := range i.Parameters {
		if p.Default != nil && p.AnsweredForHost == nil {
			settings[p.Name] = p.Default
		}
		for _, flag := range p.CopiedTo {
			settings[flag] = ticked(p.Default)
		}
	}
	return &record{settings: settings}
}

// refresh does what GitLab does whenever it loads a record: it replaces null in some
// settings.
func (r *record) refresh(i integration) {
	for _, p := range i.Parameters {
		if r.settings[p.Name] != nil {
			continue
		}
		switch p.Refilled {
		case catalog.RefilledDefault:
			r.settings[p.Name] = p.Default
		case catalog.RefilledActive:
			r.settings[p.Name] = r.active
		}
		if from := p.RefilledFrom; from != nil && r.settings[from.Parameter] != nil {
			r.settings[p.Name] = map[bool]string{true: from.True, false: from.False}[ticked(r.settings[from.Parameter])]
		}
	}
}

// assign writes settings. If an address changes, it clears the passwords that are not
// among them.
func (r *record) assign(i integration, settings map[string]any) {
	exposed := false
	for _, p := range i.Parameters {
		value, given := settings[p.Name]
		if !given {
			continue
		}
		value = tidied(p, value)
		exposed = exposed || p.ExposesSecrets && !reflect.DeepEqual(r.settings[p.Name], value)
		r.settings[p.Name] = value
	}
	if exposed {
		r.forgetPasswords(i, settings)
	}
	r.derive(i)
}

func (r *record) forgetPasswords(i integration, given map[string]any) {
	for _, p := range i.Parameters {
		if _, touched := given[p.Name]; password(p) && !touched {
			r.settings[p.Name] = nil
		}
	}
}

// derive computes the event flags that GitLab copies from settings.
func (r *record) derive(i integration) {
	for _, p := range i.Parameters {
		if p.DefaultFrom != "" {
			r.settings[p.Name] = ticked(r.settings[p.DefaultFrom])
		}
		for _, flag := range p.CopiedTo {
			r.settings[flag] = ticked(r.settings[p.Name])
		}
	}
}

// ticked reports whether a stored checkbox is checked.
func ticked(value any) bool { return value == true || value == "1" }

// wipe clears the settings as DELETE does: all of them with the passwords, but not
// the event flags. Settings with a column of their own can get the column's default,
// and those behind a feature flag stay
// (lib/api/integrations/integratable_operations.rb in GitLab 18.9).
func (r *record) wipe(i integration, columnDefaults bool) {
	if i.HiddenWhileInactive && !r.active {
		return
	}
	for _, p := range i.Parameters {
		if p.Returned == catalog.Top || p.Returned == catalog.Hidden && !p.Secret {
			continue
		}
		r.settings[p.Name] = nil
		if columnDefaults && (i.Table != "" || p.Column) && p.Default != nil {
			r.settings[p.Name] = p.Default
		}
	}
}

// encrypts reports whether saving the record with these settings encrypts some of them
// again, which changes the record even if their values are the same. Settings in columns
// or in a separate table are not encrypted.
func (r *record) encrypts(i integration, settings map[string]any) bool {
	if storesAddress(i, r) || r.copied && i.Table != "" {
		return true
	}
	return i.Table == "" && slices.ContainsFunc(i.Parameters, func(p catalog.Parameter) bool {
		_, given := settings[p.Name]
		return given && p.Returned != catalog.Top && !p.Column
	})
}

// sameColumns reports whether two records have the same values in columns: whether
// they are active, their default and the event flags.
func sameColumns(i integration, a, b *record) bool {
	same := a.active == b.active && a.inheritFrom == b.inheritFrom
	for _, flag := range catalog.EventFlags {
		same = same && a.settings[flag.Name] == b.settings[flag.Name]
	}
	for _, p := range i.Parameters {
		same = same && (!p.Column || a.settings[p.Name] == b.settings[p.Name])
	}
	return same
}

// violatesColumns reports whether a setting or an event flag is null in a column that
// cannot be null, or a text is too long for its column in a separate table. GitLab's
// models have validated the record before.
func (r *record) violatesColumns(i integration) bool {
	for _, p := range i.Parameters {
		value, stored := r.settings[p.Name]
		if stored && p.NotNull && blank(value) {
			return true
		}
		if i.Table != "" && p.MaximumLength > 0 && utf8.RuneCountInString(asText(value)) > p.MaximumLength {
			return true
		}
	}
	return slices.ContainsFunc(catalog.EventFlags, func(flag catalog.EventFlag) bool {
		return flag.NotNull && r.settings[flag.Name] == nil
	})
}

// basicEntity is the answer for an integration in a list.
func (g *GitLab) basicEntity(i integration, r *record) map[string]any {
	release := g.release()
	entity := map[string]any{
		"id":         idOf(r),
		"title":      i.Title,
		"created_at": timestamp(r.created),
		"updated_at": timestamp(r.saved),
		"active":     r.active,
	}
	for _, flag := range catalog.EventFlags {
		if release.version.Within(flag.Since, "") {
			entity[flag.Name] = r.settings[flag.Name]
		}
	}
	if release.slug {
		entity["slug"] = i.Slug
	}
	if release.inheritance {
		entity["inherited"] = r.inheritFrom != 0
	}
	return entity
}

// entity is the answer for one integration.
func (g *GitLab) entity(o *owner, i integration, r *record) map[string]any {
	entity := g.basicEntity(i, r)
	entity["properties"] = g.properties(o, i, r)
	return entity
}

func (g *GitLab) properties(o *owner, i integration, r *record) map[string]any {
	shown := map[string]any{}
	if i.HiddenWhileInactive && !r.active {
		return shown
	}
	for _, p := range i.Parameters {
		if g.shows(i, p, r) {
			shown[p.Name] = g.render(p, r)
		}
	}
	for _, property := range i.AnsweredOnly {
		inScope := property.Scope == "" || property.Scope == o.scope()
		if inScope && !g.release().storedOnly && g.release().version.Within(property.Since, "") {
			shown[property.Name] = nil
		}
	}
	return shown
}

// shows reports whether the setting is one of the properties.
func (g *GitLab) shows(i integration, p catalog.Parameter, r *record) bool {
	release := g.release()
	_, stored := r.settings[p.Name]
	switch {
	case p.Returned == catalog.Top:
		return false
	case release.storedOnly && !stored && i.Table == "":
		return false
	}
	return !release.hides(p) || release.administratorsSeeAll && g.Administrator
}

// render is a setting in GitLab's answer.
func (g *GitLab) render(p catalog.Parameter, r *record) any {
	value := r.settings[p.Name]
	switch {
	case g.release().raw:
		return value
	case p.AlwaysAnswered != nil:
		return p.AlwaysAnswered
	case p.FallsBackTo != "" && blank(value):
		return r.settings[p.FallsBackTo]
	case value == nil && p.AnsweredForHost != nil:
		return g.hostedAt(*p.AnsweredForHost, r)
	case value == nil && p.AnsweredForNull != nil:
		return p.AnsweredForNull
	case value == nil && p.Type == catalog.Strings:
		return []string{}
	}
	if text, isText := value.(string); isText && p.Normalized == catalog.TrailingSlash {
		return strings.TrimSuffix(text, "/")
	}
	return value
}

func (g *GitLab) hostedAt(c catalog.HostCondition, r *record) bool {
	address, err := url.Parse(asText(r.settings[c.Parameter]))
	return err == nil && address.Scheme == "https" && g.pattern(c.Pattern).MatchString(address.Hostname())
}

// idOf is the ID of a record; nil if it was never saved.
func idOf(r *record) any {
	if r.id == 0 {
		return nil
	}
	return r.id
}

// timestamp is a time as GitLab writes it; nil for none.
func timestamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Format("2006-01-02T15:04:05.000Z07:00")
}

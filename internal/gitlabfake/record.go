package gitlabfake

import (
	"maps"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// record is a stored integration of one owner: a row of GitLab's table.
type record struct {
	id             int
	active         bool
	inheritFrom    int // the id of the default's record; 0 if it has its own settings
	settings       map[string]any
	created, saved time.Time
}

func (r *record) clone() *record {
	copied := *r
	copied.settings = maps.Clone(r.settings)
	return &copied
}

// newRecord is a record that nobody has saved yet, with GitLab's defaults.
func newRecord(i integration) *record {
	settings := map[string]any{}
	for _, flag := range eventFlags {
		settings[flag.name] = flag.initially
	}
	for _, p := range i.Parameters {
		if p.Default != nil && !answersUnset(i, p) {
			settings[p.Name] = p.Default
		}
	}
	return &record{settings: settings}
}

// refresh does what GitLab does whenever it loads a record: some settings never
// stay null.
func (r *record) refresh(i integration) {
	for _, p := range i.Parameters {
		if r.settings[p.Name] != nil {
			continue
		}
		switch i.Slug + "." + p.Name {
		case "apple-app-store.app_store_protected_refs", "google-play.google_play_protected_refs",
			"datadog.datadog_site", "emails-on-push.branches_to_be_notified":
			r.settings[p.Name] = p.Default
		case "datadog.datadog_ci_visibility":
			r.settings[p.Name] = r.active
		}
	}
}

// assign writes settings, and forgets the passwords that are not among them if
// an address changed.
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

// derive computes the settings that GitLab copies from others: Datadog's
// events follow its visibility setting.
func (r *record) derive(i integration) {
	for _, p := range i.Parameters {
		if p.DefaultFrom != "" {
			r.settings[p.Name] = ticked(r.settings[p.DefaultFrom])
		}
	}
	if i.Slug == "datadog" {
		r.settings["job_events"] = ticked(r.settings["datadog_ci_visibility"])
	}
}

// ticked tells whether a stored box is ticked.
func ticked(value any) bool { return value == true || value == "1" }

// wipe is what DELETE does to the settings: it clears them all, with the
// passwords, but not the event flags. Those with a column of their own can get
// the column's default, and those behind a feature flag are not seen
// (lib/api/integrations/integratable_operations.rb in GitLab 18.9).
func (r *record) wipe(i integration, columnDefaults bool) {
	for _, p := range i.Parameters {
		if p.Returned == catalog.Top || p.Returned == catalog.Hidden && !p.Secret {
			continue
		}
		r.settings[p.Name] = nil
		if columnDefaults && (i.Slug == "jira" || p.Name == "archive_trace_events") && p.Default != nil {
			r.settings[p.Name] = p.Default
		}
	}
}

// basicEntity is the answer about an integration in a list.
func (g *GitLab) basicEntity(i integration, r *record) map[string]any {
	release := g.release()
	entity := map[string]any{
		"id":         idOf(r),
		"title":      i.Title,
		"created_at": timestamp(r.created),
		"updated_at": timestamp(r.saved),
		"active":     r.active,
	}
	for _, flag := range eventFlags {
		if !release.version.Before(flag.since) {
			entity[flag.name] = r.settings[flag.name]
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

// entity is the answer about one integration.
func (g *GitLab) entity(i integration, r *record) map[string]any {
	entity := g.basicEntity(i, r)
	entity["properties"] = g.properties(i, r)
	return entity
}

func (g *GitLab) properties(i integration, r *record) map[string]any {
	shown := map[string]any{}
	if i.Slug == "gitlab-slack-application" && !r.active {
		return shown
	}
	for _, p := range i.Parameters {
		if g.shows(i, p, r) {
			shown[p.Name] = g.render(i, p, r)
		}
	}
	return shown
}

// shows tells whether the setting is one of the properties.
func (g *GitLab) shows(i integration, p catalog.Parameter, r *record) bool {
	release := g.release()
	_, stored := r.settings[p.Name]
	switch {
	case p.Returned == catalog.Top:
		return false
	case release.storedOnly && !stored && !hasColumns(i):
		return false
	}
	return !release.hides(p) || release.administratorsSeeAll && g.Administrator
}

// hasColumns tells whether the settings are columns of a table, which are all
// there if one is: since GitLab 12.5 those of issue trackers.
func hasColumns(i integration) bool { return i.Exclusive == "issue tracker" }

// render is a setting as GitLab answers it.
func (g *GitLab) render(i integration, p catalog.Parameter, r *record) any {
	value := r.settings[p.Name]
	switch {
	case g.release().raw:
		return value
	case p.AlwaysAnswered != nil:
		return p.AlwaysAnswered
	case p.FallsBackTo != "" && blank(value):
		return r.settings[p.FallsBackTo]
	case value == nil && answersUnset(i, p):
		return hostedByVendor(r)
	case value == nil && p.Name == "jira_allowed_statuses_as_string":
		return ""
	case value == nil && p.Type == catalog.Strings:
		return []string{}
	}
	if text, isText := value.(string); isText && p.Normalized == "trailing_slash" {
		return strings.TrimSuffix(text, "/")
	}
	return value
}

// answersUnset tells whether GitLab stores no default for the setting, but
// answers one while it is unset: the verification of certificates where the
// vendor also runs the service.
func answersUnset(i integration, p catalog.Parameter) bool {
	return p.Name == "enable_ssl_verification" && (i.Slug == "drone-ci" || i.Slug == "teamcity")
}

func hostedByVendor(r *record) bool {
	for _, name := range []string{"drone_url", "teamcity_url"} {
		text, _ := r.settings[name].(string)
		address, err := url.Parse(text)
		if err != nil || address.Scheme != "https" {
			continue
		}
		if host := address.Hostname(); host == "cloud.drone.io" || strings.HasSuffix(host, ".teamcity.com") {
			return true
		}
	}
	return false
}

// idOf is the id of a record, nil if it was never saved.
func idOf(r *record) any {
	if r.id == 0 {
		return nil
	}
	return r.id
}

// timestamp is a time as GitLab writes it, nil for none.
func timestamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Format("2006-01-02T15:04:05.000Z07:00")
}

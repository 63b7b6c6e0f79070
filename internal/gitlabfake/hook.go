package gitlabfake

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// Bounds of a webhook (app/models/concerns/web_hooks/hook.rb in GitLab 18.9).
const (
	maximumHookURL      = 8192
	maximumHookVariable = 2048
)

// reference is a setting in the address of a webhook.
var reference = regexp.MustCompile(`\{([A-Za-z]+[0-9]*(?:[._-][A-Za-z0-9]+)*)\}`)

// outcome is the result of saving a webhook.
type outcome int

const (
	hookSaved   outcome = iota
	hookRefused         // GitLab answers without a reason
	hookCrashed         // GitLab answers with status 500
)

// storeAddress sets the address that is stored in the record.
func storeAddress(i integration, r *record) {
	if h := i.Hook; storesAddress(i, r) {
		r.settings[h.StoredAs] = fill(*h, h.URL, r, nil)
	}
}

// storesAddress reports whether GitLab writes the address of the hook into the record
// whenever it saves it.
func storesAddress(i integration, r *record) bool {
	h := i.Hook
	return h != nil && h.StoredAs != "" &&
		!slices.ContainsFunc(h.Needs, func(name string) bool { return blank(r.settings[name]) })
}

// fill replaces the names of settings in an address by their values, except those
// that are stored apart.
func fill(h catalog.Hook, address string, r *record, apart []string) string {
	return reference.ReplaceAllStringFunc(address, func(match string) string {
		name := strings.Trim(match, "{}")
		if slices.Contains(apart, name) {
			return match
		}
		if standIn, known := h.Defaults[name]; known && blank(r.settings[name]) {
			return fill(h, standIn, r, apart)
		}
		return asText(r.settings[name])
	})
}

// saveHook saves the webhook of an active record.
func (g *GitLab) saveHook(o *owner, i integration, r *record) outcome {
	h := i.Hook
	if h == nil || h.StoredAs != "" || !r.active || h.Scope == catalog.Project && o.group {
		return hookSaved
	}
	if breaksAddress(*h, r) {
		return hookCrashed
	}
	variables := map[string]string{}
	for _, name := range h.Variables {
		value, given := r.settings[name].(string)
		if given && !blank(value) {
			variables[name] = value
		}
		if given && (value == "" || utf8.RuneCountInString(value) > maximumHookVariable) {
			return hookRefused
		}
	}
	address := withQuery(*h, fill(*h, h.URL, r, h.Variables), r)
	if len(address) > maximumHookURL {
		return hookRefused
	}
	missing := false
	interpolated := reference.ReplaceAllStringFunc(address, func(match string) string {
		value, given := variables[strings.Trim(match, "{}")]
		missing = missing || !given
		return value
	})
	if missing {
		return hookRefused
	}
	return g.judgeHook(interpolated)
}

// withQuery appends the settings to the address that GitLab appends only if they are
// not blank.
func withQuery(h catalog.Hook, address string, r *record) string {
	separator := "?"
	if strings.Contains(h.URL, "?") {
		separator = "&"
	}
	for _, name := range slices.Sorted(maps.Keys(h.Query)) {
		setting := h.Query[name]
		value := url.QueryEscape(asText(r.settings[setting]))
		if slices.Contains(h.Variables, setting) {
			value = "{" + setting + "}"
		}
		if !blank(r.settings[setting]) {
			address += separator + name + "=" + value
			separator = "&"
		}
	}
	return address
}

// judgeHook returns the outcome for a webhook with an address. GitLab fails when it
// removes whitespace around the address.
func (g *GitLab) judgeHook(address string) outcome {
	switch {
	case stripped(address) != address:
		return hookCrashed
	case g.block(address, nil, false) != "":
		return hookRefused
	}
	return hookSaved
}

// pathCharacter matches a character of a path.
const pathCharacter = `(?:[A-Za-z0-9._~:/@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})`

// query matches a query. Ruby's URI library escapes most characters by itself.
const query = `(?:[\x01-"$&-\x7F]|%[0-9A-Fa-f]|%[\x01-"$-/:-@G-\x60g-\x7F][0-9A-Fa-f])*(?:%[\x01-"$-\x7F]?)?`

// strictURI matches an address, and strictPath a path, that Ruby's URI library parses.
var (
	strictURI = regexp.MustCompile(`^https?://(?:(?:[A-Za-z0-9._~:!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*@)?` +
		`(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?` +
		`(?:/` + pathCharacter + `*)?(?:\?` + query + `)?(?:#(?:` + pathCharacter + `|\?)*)?$`)
	strictPath = regexp.MustCompile(`^` + pathCharacter + `*$`)
)

// breaksAddress reports whether Ruby cannot parse or build the address.
func breaksAddress(h catalog.Hook, r *record) bool {
	if h.Password != "" && blank(r.settings[h.User]) && !blank(r.settings[h.Password]) {
		return true // An address cannot have a password without a user.
	}
	for n, match := range reference.FindAllString(h.URL, -1) {
		name := strings.Trim(match, "{}")
		value := asText(r.settings[name])
		_, hasDefault := h.Defaults[name]
		if slices.Contains(h.Variables, name) || hasDefault && blank(r.settings[name]) {
			continue
		}
		allowed := strictPath
		if n == 0 {
			allowed = strictURI
		}
		if h.Strict && !allowed.MatchString(value) {
			return true
		}
		if h.Formatted && strings.Contains(strings.ReplaceAll(value, "%%", ""), "%") {
			return true
		}
	}
	return false
}

package gitlabfake

import (
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
	h := i.Hook
	if h == nil || h.StoredAs == "" {
		return
	}
	for _, name := range h.Needs {
		if blank(r.settings[name]) {
			return
		}
	}
	r.settings[h.StoredAs] = fill(*h, h.URL, r, nil)
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
	address := fill(*h, h.URL, r, h.Variables)
	if len(address) > maximumHookURL {
		return hookRefused
	}
	interpolated := reference.ReplaceAllStringFunc(address, func(match string) string {
		return variables[strings.Trim(match, "{}")]
	})
	return g.judgeHook(interpolated)
}

// judgeHook returns the outcome for a webhook with an address. GitLab fails when it
// removes whitespace around the address.
func (g *GitLab) judgeHook(address string) outcome {
	switch {
	case strip(address) != address:
		return hookCrashed
	case g.block(address, nil, false) != "":
		return hookRefused
	}
	return hookSaved
}

var (
	strictURI  = regexp.MustCompile(`^(?:[A-Za-z0-9._~:/?@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$`)
	strictPath = regexp.MustCompile(`^(?:[A-Za-z0-9._~:/@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$`)
)

// breaksAddress reports whether Ruby cannot parse or build the address.
func breaksAddress(h catalog.Hook, r *record) bool {
	if h.Password != "" && blank(r.settings[h.User]) && !blank(r.settings[h.Password]) {
		return true // An address cannot have a password without a user.
	}
	for n, match := range reference.FindAllString(h.URL, -1) {
		name := strings.Trim(match, "{}")
		value := asText(r.settings[name])
		if slices.Contains(h.Variables, name) {
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

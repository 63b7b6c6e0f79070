package gitlabfake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// generation contains the differences between releases of GitLab for a client of the
// integrations API. They were read from GitLab's sources of 10.0, 10.4, 11.x,
// 13.x, 14.x, 16.x, 17.x, 18.9 and 19.x and from its changelog.
type generation struct {
	// integrations is the route /integrations of projects. The older route /services
	// still exists. With the new route, GitLab stopped saying "service".
	integrations bool
	// groups: the route exists for groups.
	groups bool
	// list is the list of active integrations.
	list bool
	// descendants is the list of all groups below one.
	descendants bool
	// graphQL shows the integrations of projects. Its fields are those of 18.9.
	graphQL bool
	// metadata is the route /metadata, besides /version.
	metadata bool
	// slugParameter is the name of the slug in refusals.
	slugParameter string

	// inheritance is use_inherited_settings, and "inherited" in the answers.
	inheritance bool
	// unusableEvents are declared as parameters but cannot be stored.
	unusableEvents bool
	// reasons formats the faults that models find; nil if GitLab gives no reasons.
	reasons func([]invalid) string
	// exclusive: a project can have only one issue tracker. Older versions check that
	// only in the web interface.
	exclusive bool

	// blanks: GET of an integration that was never set up returns an empty one instead
	// of 404.
	blanks bool
	// disablesUnset: DELETE of an integration that was never set up creates a record.
	disablesUnset bool
	// columnDefaults: DELETE sets settings with a separate column to their defaults,
	// instead of null.
	columnDefaults bool

	// slug: the answers contain the slug.
	slug bool
	// storedOnly: the answers leave out properties that were never set.
	storedOnly bool
	// raw: the answers contain the stored values. Checkboxes of the web interface are
	// stored as "1" and "0".
	raw bool
	// hides reports whether the properties leave out a setting.
	hides func(catalog.Parameter) bool
	// administratorsSeeAll is set if an administrator's token gets them nevertheless.
	administratorsSeeAll bool

	// alwaysLimits: every answer contains the rate limit. limits: only those with status
	// 429 do.
	alwaysLimits, limits bool
}

// generationOf returns the facts about a release. The versions are those in GitLab's
// changelog, or else the first release whose source or API specification shows the
// difference.
func generationOf(v version.Version) generation {
	return generation{
		integrations:  v.Since(14, 4),
		groups:        v.Since(17, 9),
		list:          v.Since(12, 7),
		descendants:   v.Since(13, 5),
		graphQL:       v.Since(12, 10),
		metadata:      v.Since(15, 2),
		slugParameter: slugParameter(v),

		inheritance:    v.Since(17, 3),
		unusableEvents: v.Since(18, 0),
		reasons:        reasons(v),
		exclusive:      v.Since(17, 3),

		blanks:         !v.Since(13, 12),
		disablesUnset:  !v.Since(17, 3),
		columnDefaults: v.Since(15, 0),

		slug:                 v.Since(12, 7),
		storedOnly:           !v.Since(16, 0),
		raw:                  !v.Since(15, 0),
		hides:                hides(v),
		administratorsSeeAll: !v.Since(10, 4),

		alwaysLimits: v.Since(18, 6),
		limits:       v.Since(13, 8),
	}
}

func slugParameter(v version.Version) string {
	if v.Since(14, 0) {
		return "slug"
	}
	return "service_slug"
}

// reasons returns how a release formats the faults that models find: as Ruby prints a
// hash, which Ruby 3.4 changed (UpdateService in GitLab 18.9).
func reasons(v version.Version) func([]invalid) string {
	switch {
	case v.Since(19, 0):
		return func(refused []invalid) string { return rubyHash(refused, "%s: [%s]") }
	case v.Since(17, 3):
		return func(refused []invalid) string { return rubyHash(refused, ":%s=>[%s]") }
	}
	return nil
}

func rubyHash(refused []invalid, pair string) string {
	pairs := make([]string, len(refused))
	for i, r := range refused {
		name := r.name
		if strings.Contains(name, ".") {
			name = strconv.Quote(name)
		}
		pairs[i] = fmt.Sprintf(pair, name, quoted(r.reasons))
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

func quoted(texts []string) string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = strconv.Quote(text)
	}
	return strings.Join(all, ", ")
}

// Names of the settings that GitLab treated as secrets until 14.2.
var (
	secretNames     = regexp.MustCompile(`password|token|key`)
	moreSecretNames = regexp.MustCompile(`password|token|key|title|description`)
)

// hides returns which settings a release treats as secrets: at first only password,
// then settings by their names, then passwords, and since 15.10 also webhooks
// (api_field_names in app/models).
func hides(v version.Version) func(catalog.Parameter) bool {
	switch {
	case v.Since(15, 10):
		return func(p catalog.Parameter) bool { return p.Returned == catalog.Hidden }
	case v.Since(14, 3):
		return password
	case v.Since(12, 0):
		return func(p catalog.Parameter) bool { return moreSecretNames.MatchString(p.Name) }
	case v.Since(10, 4):
		return func(p catalog.Parameter) bool { return secretNames.MatchString(p.Name) }
	}
	return func(p catalog.Parameter) bool { return p.Name == "password" }
}

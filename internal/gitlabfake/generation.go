package gitlabfake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/version"
)

// generation is what sets the releases of GitLab apart for a client of the
// integrations API. It was read from GitLab's sources of 10.0, 10.4, 11.x,
// 13.x, 14.x, 16.x, 17.x, 18.9 and 19.x and from its changelog.
type generation struct {
	// integrations is the route /integrations of projects; /services is older
	// and never went. With it, GitLab stopped to say "service".
	integrations bool
	// groups have the route, too.
	groups bool
	// list is the list of what is active.
	list bool
	// descendants is the list of all groups below one.
	descendants bool
	// graphQL shows the integrations of projects. Its fields are those of 18.9.
	graphQL bool
	// metadata is the route of that name, beside /version.
	metadata bool
	// slugParameter is what a refusal calls the slug of a path.
	slugParameter string

	// inheritance is use_inherited_settings, and "inherited" in the answers.
	inheritance bool
	// unusableEvents are declared as parameters but cannot be stored.
	unusableEvents bool
	// reasons are given for what the models refuse; nil gives none.
	reasons func([]invalid) string
	// exclusive has a project keep to one issue tracker. Older GitLab checks it
	// in the web page alone.
	exclusive bool

	// blanks are answered by a GET of what was never set up, instead of 404.
	blanks bool
	// disablesUnset has a DELETE of what was never set up leave a record.
	disablesUnset bool
	// columnDefaults are what a DELETE leaves in settings with a column of
	// their own, instead of null.
	columnDefaults bool

	// slug is a key of the answers.
	slug bool
	// storedOnly leaves out the properties that nobody has ever set.
	storedOnly bool
	// raw answers the stored values as they are; the boxes that a user ticks
	// in the web page are stored as "1" and "0".
	raw bool
	// hides says which settings the properties leave out.
	hides func(catalog.Parameter) bool
	// administratorsSeeAll shows them to the token of an administrator.
	administratorsSeeAll bool

	// alwaysLimits has every answer tell the rate limit, limits only those
	// with status 429.
	alwaysLimits, limits bool
}

// generationOf are the facts about a release. The numbers are those of the
// changelog; where it is silent, the first release whose source or
// specification shows it.
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

// reasons is how a release writes down what its models refuse: Ruby's own
// notation of a hash, which Ruby 3.4 changed (UpdateService in GitLab 18.9).
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

// Names by which GitLab told secrets until 14.2.
var (
	secretNames     = regexp.MustCompile(`password|token|key`)
	moreSecretNames = regexp.MustCompile(`password|token|key|title|description`)
)

// hides is what a release takes for a secret: what is typed into a password
// field, of which there were few at first; what has the name of one; and since
// 15.10 also webhooks (api_field_names in app/models).
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

// Package gitlabfake is a GitLab in memory, for tests and for trying modules without
// a GitLab. It has groups, projects, users and integrations, and behaves like GitLab
// for a client of the integrations API.
//
// It reads the differences between integrations from the catalog: their parameters,
// how GitLab validates and stores them, and what it returns. As GitLab 18.9 it answers
// all requests in internal/testutil/recordings as GitLab did; TestRecordings checks
// that. The behaviour of other releases was read in GitLab's source.
//
//   - gitlab.go, routes.go: from a request to its answer
//   - access.go: users, tokens, roles and scopes
//   - namespaces.go: groups and projects, and where they have moved
//   - integrations.go, record.go: what is stored, and what is returned
//   - parameters.go: how the API converts the values of a request
//   - validations.go, urls.go, channels.go, hook.go: what GitLab's models refuse
//   - inheritance.go: defaults of groups
//   - generation.go, offer.go, version.go: differences between releases
//   - lists.go: the lists of the projects and groups below a group
//   - graphql.go, graphql_parser.go: GraphQL, as far as it lists integrations
//   - webui.go: changes in the web interface
package gitlabfake

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// DefaultToken is the token that a new GitLab accepts.
const DefaultToken = "test-token"

// GitLab is a GitLab in memory. It is an http.Handler and safe for concurrent
// use; its exported fields are set before the first request.
type GitLab struct {
	// Token is the access token that is accepted.
	Token string
	// OAuth says that Token is an OAuth token, which is accepted only in the header
	// Authorization.
	OAuth bool
	// Version is the release, such as "13.12", which decides on routes, answers and
	// integrations. The methods panic if CheckVersion returns an error for it.
	Version string
	// Build is the suffix of the version that GitLab returns: "ee", or "pre" before a
	// release.
	Build string
	// ExternalURL is GitLab's own address, which redirects of moved projects
	// lead to, such as "https://gitlab.example.com". While it is empty, they lead
	// to the address that was asked.
	ExternalURL string
	// Administrator is set if the token belongs to an administrator.
	Administrator bool
	// BlocksLocalhost makes GitLab refuse addresses of its own machine and network,
	// as a real GitLab does unless an administrator allows them.
	BlocksLocalhost bool
	// Unavailable are the slugs of the integrations that its administrator has disabled
	// for the instance.
	Unavailable []string
	// UnknownToGraphQL are the slugs of integrations without a type in GraphQL, whose
	// projects make a whole query fail. In a real GitLab, these are integrations that
	// became available after it was started.
	UnknownToGraphQL []string
	// Limit is the rate limit; with the zero value there is none.
	Limit Limit
	// Latency is how long each answer takes.
	Latency time.Duration
	// Unrecorded is set if requests are not recorded, as in long benchmarks.
	Unrecorded bool
	// Log is called with every request once it has been answered; nil logs
	// nothing.
	Log func(Request)

	catalog       []catalog.Integration
	requests      recorder
	requestNumber atomic.Int64
	intercept     atomic.Pointer[interceptor]

	mu         sync.Mutex // guards everything below
	latest     release
	period     period
	namespaces namespaces
	users      map[string]User
	patterns   map[string]*regexp.Regexp
	lastID     int
	clock      time.Time
}

type interceptor = func(w http.ResponseWriter, r *http.Request) bool

// New returns an empty GitLab with the integrations of the catalog. Its error is that
// of the catalog.
func New() (*GitLab, error) {
	integrations, err := loadOnce()
	if err != nil {
		return nil, fmt.Errorf("loading the catalog: %w", err)
	}
	return &GitLab{
		Token:      DefaultToken,
		Version:    DefaultVersion,
		Build:      "ee",
		catalog:    append(slices.Clone(integrations), developmentOnly...),
		namespaces: newNamespaces(),
		users:      map[string]User{},
		patterns:   map[string]*regexp.Regexp{},
	}, nil
}

// loadOnce reads the catalog once for all instances.
var loadOnce = sync.OnceValues(catalog.Load)

// Intercept installs a hook that is called first with every request. If it returns
// true, it has answered the request. It can panic with http.ErrAbortHandler to close
// the connection. A nil hook removes the hook.
func (g *GitLab) Intercept(hook func(w http.ResponseWriter, r *http.Request) bool) {
	if hook == nil {
		g.intercept.Store(nil)
		return
	}
	g.intercept.Store(&hook)
}

// ServeHTTP answers a request as GitLab does.
func (g *GitLab) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Request-Id", fmt.Sprintf("fake-%d", g.requestNumber.Add(1)))
	body := readBody(r)
	recorded := g.requests.start(w, r, body.parameters, !g.Unrecorded)
	defer func() { recorded.finish(g.Log) }()
	if hook := g.intercept.Load(); hook != nil && (*hook)(recorded, r) {
		return
	}
	g.delay(r.Context())
	if refused := g.throttle(recorded.Header()); refused != nil {
		refused.write(recorded)
		return
	}
	g.answer(r, body).write(recorded)
}

// answer returns the answer without writing it, so that the lock is not held during the
// write.
func (g *GitLab) answer(r *http.Request, body requestBody) answer {
	if r.URL.Path == graphQLPath {
		return g.graphQL(r, body)
	}
	path, isAPI := strings.CutPrefix(r.URL.EscapedPath(), "/api/v4/")
	if !isAPI {
		return webPageNotFound()
	}
	if body.malformed {
		return badRequest()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	about, describes := g.about(path)
	route, exists := g.parse(r.URL, path)
	switch {
	case !describes && (!exists || !g.takes(r.Method, route)):
		return grapeError(http.StatusNotFound, "404 Not Found")
	case r.Method == http.MethodPut && body.refused != nil:
		return *body.refused
	}
	who, refused := g.signIn(r, path)
	if refused != nil {
		return *refused
	}
	if !describes {
		return g.dispatch(r, who, route, body.parameters)
	}
	if who.anonymous {
		return unauthorized()
	}
	if refused := who.scope("api", "read_api", "read_user"); refused != nil {
		return *refused
	}
	return about
}

// about answers requests for the version, the metadata and the user.
func (g *GitLab) about(path string) (answer, bool) {
	release := g.release()
	about := map[string]any{"version": release.version.String() + ".0-" + g.Build, "revision": "Unknown"}
	if release.metadata {
		about["enterprise"] = true
		about["kas"] = map[string]any{"enabled": false, "externalUrl": nil, "externalK8sProxyUrl": nil, "version": nil}
	}
	switch path {
	case "version":
		return ok(about), true
	case "metadata":
		return ok(about), release.metadata
	case "user":
		return ok(map[string]any{"id": 1, "username": "root", "state": "active"}), true
	}
	return answer{}, false
}

// dispatch answers requests for an owner and its integrations.
func (g *GitLab) dispatch(r *http.Request, who account, route route, parameters map[string]any) answer {
	if route.collection == "issues" && !isNumber(route.slug) {
		return grapeError(http.StatusBadRequest, "issue_iid is invalid")
	}
	owner, refused := g.admit(r, who, route)
	if refused != nil {
		return *refused
	}
	integration, known := g.offered(route.slug)
	// A HEAD is a GET whose body net/http keeps back.
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case route.collection == "":
		return ok(owner.describe())
	case route.isListBelow():
		return g.listBelow(r, who, owner, route.collection)
	case route.collection == "issues":
		return message(http.StatusNotFound, "404 Not found") // There are none.
	case reads && route.slug == "":
		return g.list(owner)
	case !known:
		return grapeError(http.StatusBadRequest, g.release().slugParameter+" does not have a valid value")
	case reads:
		return g.get(owner, integration)
	case r.Method == http.MethodDelete:
		return g.delete(owner, integration, unmodifiedSince(r.Header))
	}
	return g.put(owner, integration, parameters)
}

// admit returns the owner of a route if the account has the permission for the
// request.
func (g *GitLab) admit(r *http.Request, who account, route route) (*owner, *answer) {
	if who.anonymous && route.isAboutIntegrations() {
		return nil, unauthorized().refusal()
	}
	scopes := []string{"api"}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		scopes = append(scopes, "read_api")
	}
	if refused := who.scope(scopes...); refused != nil {
		return nil, refused
	}
	owner, refused := g.find(r, who, route)
	if refused == nil && route.isAboutIntegrations() {
		refused = who.administers(owner)
	}
	return owner, refused
}

// release is a release of GitLab and what follows from its version.
type release struct {
	generation
	text    string
	version version.Version
	offered map[string]integration
}

// release returns the release of Version.
func (g *GitLab) release() *release {
	if g.latest.text == g.Version {
		return &g.latest
	}
	known, err := parseVersion(g.Version)
	if err != nil {
		panic(fmt.Sprintf("gitlabfake: %v", err))
	}
	g.latest = release{
		generation: generationOf(known),
		text:       g.Version,
		version:    known,
		offered:    offeredIn(known, g.catalog),
	}
	return &g.latest
}

// offered returns an integration that this release has.
func (g *GitLab) offered(slug string) (integration, bool) {
	found, known := g.release().offered[slug]
	return found, known
}

// nextID returns an unused ID.
func (g *GitLab) nextID() int {
	g.lastID++
	return g.lastID
}

// now returns the time of a write, in microseconds, which GitLab stores. It is at least
// a millisecond later than the previous write, because answers contain milliseconds,
// and never a whole millisecond.
func (g *GitLab) now() time.Time {
	now := time.Now().UTC().Truncate(time.Microsecond)
	if earliest := g.clock.Add(time.Millisecond); now.Before(earliest) {
		now = earliest
	}
	if now.Equal(now.Truncate(time.Millisecond)) {
		now = now.Add(time.Microsecond)
	}
	g.clock = now
	return now
}

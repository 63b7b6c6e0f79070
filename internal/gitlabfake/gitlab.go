// Package gitlabfake is a GitLab in memory, for tests and for trying modules
// without a GitLab. It knows groups, projects and their integrations, whose
// names and types it reads from the catalog, and behaves like GitLab in all
// that a client of the integrations API can notice.
package gitlabfake

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/version"
)

// DefaultToken is the token that a new GitLab accepts.
const DefaultToken = "test-token"

// GitLab is a GitLab in memory. It is an http.Handler and safe for concurrent
// use; its exported fields are set before the first request.
type GitLab struct {
	// Token is the access token that is accepted.
	Token string
	// Version is the release that it is, such as "13.12": routes, answers and
	// what it offers are of that time. CheckVersion tells what it can be; with
	// anything else the methods panic.
	Version string
	// Administrator says that the token belongs to one.
	Administrator bool
	// BlocksLocalhost has it refuse addresses of its own machine, which real
	// ones do unless an administrator allows them.
	BlocksLocalhost bool
	// Limit is the rate limit; with the zero value there is none.
	Limit Limit
	// Latency is how long each answer takes.
	Latency time.Duration
	// Unrecorded requests are not kept, which long benchmarks want.
	Unrecorded bool
	// Log is called with every request once it has been answered; nil logs
	// nothing.
	Log func(Request)

	catalog       []catalog.Integration
	requests      recorder
	requestNumber atomic.Int64
	intercept     atomic.Pointer[interceptor]

	mu     sync.Mutex // guards everything below
	latest release
	period period
	world  world
	lastID int
	clock  time.Time
}

type interceptor = func(w http.ResponseWriter, r *http.Request) bool

// New makes an empty GitLab that offers the integrations of the catalog. The
// error is the catalog's.
func New() (*GitLab, error) {
	integrations, err := loadOnce()
	if err != nil {
		return nil, fmt.Errorf("loading the catalog: %w", err)
	}
	return &GitLab{
		Token:   DefaultToken,
		Version: DefaultVersion,
		catalog: integrations,
		world:   newWorld(),
	}, nil
}

// loadOnce reads the catalog once for all, as tests make many of these.
var loadOnce = sync.OnceValues(catalog.Load)

// Intercept installs a hook that sees every request first. If it returns true,
// it has answered; to break the connection it panics with http.ErrAbortHandler.
// Nil removes the hook.
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
	body, err := readBody(r)
	recorded := g.requests.start(w, r, body, !g.Unrecorded)
	defer func() { recorded.finish(g.Log) }()
	if hook := g.intercept.Load(); hook != nil && (*hook)(recorded, r) {
		return
	}
	g.delay(r.Context())
	if refused := g.throttle(recorded.Header()); refused != nil {
		refused.write(recorded)
		return
	}
	g.answer(r, body, err).write(recorded)
}

// answer finds out what GitLab says, without saying it: the lock is free again
// when the answer is written.
func (g *GitLab) answer(r *http.Request, body map[string]any, bodyErr error) answer {
	path, isAPI := strings.CutPrefix(r.URL.EscapedPath(), "/api/v4/")
	if !isAPI {
		return webPageNotFound()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	about, describes := g.about(path)
	route, integrates := g.parse(path)
	if !describes && !integrates {
		return grapeError(http.StatusNotFound, "404 Not Found")
	}
	if refused := g.authenticate(r); refused != nil {
		return *refused
	}
	if describes {
		return about
	}
	return g.dispatch(r, route, body, bodyErr)
}

// about answers the routes that describe the server and the user.
func (g *GitLab) about(path string) (answer, bool) {
	release := g.release()
	about := map[string]any{"version": release.version.String() + ".0-ee", "revision": "fa4e0000001"}
	if release.metadata {
		about["enterprise"] = true
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

// authenticate refuses requests without the right token. GitLab answers a
// token that it does not know in the words of OAuth.
func (g *GitLab) authenticate(r *http.Request) *answer {
	token := r.Header.Get("PRIVATE-TOKEN")
	if bearer, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); found && token == "" {
		token = bearer
	}
	switch token {
	case g.Token:
		return nil
	case "":
		return message(http.StatusUnauthorized, "401 Unauthorized").refusal()
	}
	return invalidToken().refusal()
}

// route is a path such as projects/:id/integrations/:slug, unescaped. A path
// that ends after "integrations" has no slug, that of a project or group alone
// no collection either.
type route struct {
	owners, id, collection, slug string
}

func (g *GitLab) parse(path string) (route, bool) {
	segments := strings.Split(path, "/")
	if len(segments) < 2 || len(segments) > 4 {
		return route{}, false
	}
	for i, segment := range segments {
		unescaped, err := url.PathUnescape(segment)
		if err != nil || unescaped == "" {
			return route{}, false
		}
		segments[i] = unescaped
	}
	segments = append(segments, "", "")
	found := route{owners: segments[0], id: segments[1], collection: segments[2], slug: segments[3]}
	return found, g.serves(found)
}

// serves tells whether the route exists. GitLab never removed the older
// /services from projects, and groups never had it
// (lib/api/integrations.rb in GitLab 18.9).
func (g *GitLab) serves(r route) bool {
	release := g.release()
	switch r.owners + "/" + r.collection {
	case "projects/", "groups/":
		return true
	case "projects/services":
		return release.list || r.slug != ""
	case "projects/integrations":
		return release.integrations
	case "groups/integrations":
		return release.groups
	}
	return false
}

func (g *GitLab) dispatch(r *http.Request, route route, body map[string]any, bodyErr error) answer {
	owner, refused := g.world.find(r, route)
	if refused != nil {
		return *refused
	}
	integration, known := g.offered(route.slug)
	// A HEAD is a GET whose body net/http keeps back.
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	deletes := r.Method == http.MethodDelete && route.slug != ""
	puts := r.Method == http.MethodPut && known
	switch {
	case reads && route.collection == "":
		return ok(owner.describe())
	case reads && route.slug == "":
		return g.list(owner)
	case (reads || deletes) && !known:
		return grapeError(http.StatusBadRequest, g.release().slugParameter+" does not have a valid value")
	case reads:
		return g.get(owner, integration)
	case deletes:
		return g.delete(owner, integration)
	case puts && bodyErr != nil:
		return grapeError(http.StatusBadRequest, "message body does not match declared format")
	case puts:
		return g.put(owner, integration, body)
	}
	return grapeError(http.StatusMethodNotAllowed, "405 Not Allowed")
}

// release is a release of GitLab with what follows from its number.
type release struct {
	generation
	text    string
	version version.Version
	offered map[string]integration
}

// release is the one that Version names. It is worked out again if Version has
// changed.
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

// offered finds an integration of this GitLab's time.
func (g *GitLab) offered(slug string) (integration, bool) {
	found, known := g.release().offered[slug]
	return found, known
}

// nextID is a number that no group, project or record has yet.
func (g *GitLab) nextID() int {
	g.lastID++
	return g.lastID
}

// now is the time of a write: later than that of the write before, in the
// milliseconds that GitLab's answers show.
func (g *GitLab) now() time.Time {
	now := time.Now().UTC().Truncate(time.Millisecond)
	if !now.After(g.clock) {
		now = g.clock.Add(time.Millisecond)
	}
	g.clock = now
	return now
}

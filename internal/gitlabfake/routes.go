package gitlabfake

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// route is a path such as projects/:id/integrations/:slug, unescaped. A path that
// ends with "integrations" has no slug; the path of a project or group itself has
// neither collection nor slug.
type route struct {
	owners, id, collection, slug string
	// place is the path after the ID as it was received, with its query.
	place string
	// extension is what follows the last dot of the ID in the path of an owner
	// itself, with that dot: GitLab treats it as a format.
	extension string
}

// parse splits a path. It reports whether GitLab has a route of that form.
func (g *GitLab) parse(u *url.URL, path string) (route, bool) {
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
	place := ""
	for _, segment := range segments[2:] {
		place += "/" + url.PathEscape(segment)
	}
	segments = append(segments, "", "")
	found := route{owners: segments[0], id: segments[1], collection: segments[2], slug: segments[3], place: place}
	if dot := strings.LastIndex(found.id, "."); place == "" && dot >= 0 {
		found.extension = found.id[dot:]
	}
	if u.RawQuery != "" {
		found.place += "?" + u.RawQuery
	}
	return found, g.serves(found)
}

// serves reports whether the route exists. GitLab never removed the older route
// /services of projects, and groups never had it.
func (g *GitLab) serves(r route) bool {
	release := g.release()
	switch r.owners + "/" + r.collection {
	case "projects/", "groups/":
		return true
	case "projects/services":
		return release.list || r.slug != ""
	case "projects/issues":
		return r.slug != ""
	case "projects/integrations":
		return release.integrations
	case "groups/integrations":
		return release.groups
	case "groups/projects", "groups/subgroups":
		return r.slug == ""
	case "groups/descendant_groups":
		return r.slug == "" && release.descendants
	}
	return false
}

// isAboutIntegrations reports whether the route is one of integrations.
func (r route) isAboutIntegrations() bool {
	return r.collection == "integrations" || r.collection == "services"
}

// isNumber reports whether a part of a path is a number, as an issue has one.
func isNumber(part string) bool {
	_, err := strconv.Atoi(part)
	return err == nil
}

// isListBelow reports whether the route lists projects or groups.
func (r route) isListBelow() bool {
	_, lists := listDefaults[r.collection]
	return lists && r.owners == "groups"
}

// takes reports whether the route has the method: there is one PUT route for each
// integration, and one GET and DELETE route for all.
func (g *GitLab) takes(method string, r route) bool {
	switch {
	case method == http.MethodGet, method == http.MethodHead:
		return true
	case !r.isAboutIntegrations():
		return false
	case method == http.MethodDelete:
		return r.slug != ""
	case method == http.MethodPut:
		_, known := g.offered(r.slug)
		return known
	}
	return false
}

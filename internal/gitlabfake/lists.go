package gitlabfake

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Pages of lists have as many entries as the request asks for.
const (
	defaultPage = 20
	longestPage = 100
)

// listDefaults are the parameters of the lists below a group that GitLab names in
// its links, whether the request has them or not.
var listDefaults = map[string]map[string]string{
	"projects": {
		"include_ancestor_groups": "false", "include_subgroups": "false", "order_by": "created_at", "owned": "false",
		"simple": "false", "sort": "desc", "starred": "false", "with_custom_attributes": "false",
		"with_issues_enabled": "false", "with_merge_requests_enabled": "false", "with_security_reports": "false", "with_shared": "true",
	},
	"descendant_groups": groupListDefaults,
	"subgroups":         groupListDefaults,
}

var groupListDefaults = map[string]string{
	"order_by": "name", "owned": "false", "sort": "asc", "statistics": "false", "with_custom_attributes": "false",
}

// listBelow answers with a list of the projects or groups below a group that the
// account can see.
func (g *GitLab) listBelow(r *http.Request, who account, group *owner, collection string) answer {
	asked := url.Values{"id": {group.path}, "page": {"1"}, "per_page": {strconv.Itoa(defaultPage)}}
	for name, value := range listDefaults[collection] {
		asked.Set(name, value)
	}
	maps.Copy(asked, r.URL.Query())
	if collection == "projects" {
		found := g.projectsListed(who, group, asked)
		return g.page(r, asked, found, func(o *owner) any { return g.projectEntity(o, asked.Get("simple") == "true") })
	}
	found := visibleBelow(who, group, func(o *owner) bool {
		return o.group && (collection == "descendant_groups" || o.parent == group)
	})
	slices.SortStableFunc(found, byName)
	if asked.Get("order_by") == "id" {
		slices.SortFunc(found, func(a, b *owner) int { return a.id - b.id })
	}
	return g.page(r, asked, found, func(o *owner) any { return g.groupEntity(o) })
}

// projectsListed are the projects of a list in its order. An administrator sees all
// projects, but is not a member of those that min_access_level would select.
func (g *GitLab) projectsListed(who account, group *owner, asked url.Values) []*owner {
	minimum, _ := strconv.Atoi(asked.Get("min_access_level"))
	projects := slices.DeleteFunc(projectsOf(group, asked.Get("include_subgroups") == "true"), func(o *owner) bool {
		archived := asked.Get("archived")
		return !who.sees(o) || archived != "" && archived != strconv.FormatBool(o.isArchived()) || minimum > 0 && who.role(o) < Role(minimum)
	})
	slices.SortFunc(projects, func(a, b *owner) int {
		if asked.Get("sort") == "asc" {
			return a.id - b.id
		}
		return b.id - a.id
	})
	return projects
}

// page cuts a list and describes it in the header of the answer.
func (g *GitLab) page(r *http.Request, asked url.Values, found []*owner, describe func(*owner) any) answer {
	number, _ := strconv.Atoi(asked.Get("page"))
	size, _ := strconv.Atoi(asked.Get("per_page"))
	number, size = max(number, 1), min(max(size, 1), longestPage)
	pages := max((len(found)+size-1)/size, 1)
	from := min((number-1)*size, len(found))
	rows := []any{}
	for _, o := range found[from:min(from+size, len(found))] {
		rows = append(rows, describe(o))
	}
	answered := ok(rows)
	answered.header = map[string]string{
		"X-Per-Page": strconv.Itoa(size), "X-Page": strconv.Itoa(number), "X-Next-Page": "",
		"X-Total": strconv.Itoa(len(found)), "X-Total-Pages": strconv.Itoa(pages),
	}
	links := []string{}
	link := func(name string, page int) {
		asked.Set("page", strconv.Itoa(page))
		links = append(links, fmt.Sprintf(`<http://%s%s?%s>; rel="%s"`, r.Host, r.URL.EscapedPath(), asked.Encode(), name))
	}
	if number > 1 {
		link("prev", number-1)
	}
	if number < pages {
		answered.header["X-Next-Page"] = strconv.Itoa(number + 1)
		link("next", number+1)
	}
	link("first", 1)
	link("last", pages)
	answered.header["Link"] = strings.Join(links, ", ")
	return answered
}

func (g *GitLab) projectEntity(o *owner, simple bool) map[string]any {
	entity := map[string]any{
		"id": o.id, "name": o.base(), "path": o.base(), "path_with_namespace": o.path,
		"visibility": o.visibility(), "namespace": g.namespaceEntity(o.parent),
	}
	if !simple {
		entity["archived"], entity["marked_for_deletion_on"] = o.isArchived(), nil
	}
	return entity
}

func (g *GitLab) namespaceEntity(o *owner) map[string]any {
	return map[string]any{
		"id": o.id, "name": o.base(), "path": o.base(), "kind": "group", "full_path": o.path, "parent_id": o.parentID(),
		"avatar_url": nil, "web_url": strings.TrimSuffix(g.ExternalURL, "/") + "/groups/" + o.path,
	}
}

func (g *GitLab) groupEntity(o *owner) map[string]any {
	return map[string]any{
		"id": o.id, "name": o.base(), "path": o.base(), "full_path": o.path, "parent_id": o.parentID(),
		"visibility": o.visibility(), "archived": o.isArchived(), "marked_for_deletion_on": nil,
	}
}

// base is the last part of the path.
func (o *owner) base() string { return o.path[strings.LastIndex(o.path, "/")+1:] }

func (o *owner) visibility() string {
	if o.public {
		return "public"
	}
	return "private"
}

// parentID is nil for a group at the top.
func (o *owner) parentID() any {
	if o.parent == nil {
		return nil
	}
	return o.parent.id
}

func byName(a, b *owner) int { return cmp.Compare(a.base(), b.base()) }

// projectsOf are the projects of a group, with those of its subgroups or without.
func projectsOf(group *owner, subgroups bool) []*owner {
	return slices.DeleteFunc(group.descendants(), func(o *owner) bool { return o.group || !subgroups && o.parent != group })
}

// visibleBelow are the owners below a group that the account can see.
func visibleBelow(who account, group *owner, is func(*owner) bool) []*owner {
	return slices.DeleteFunc(group.descendants(), func(o *owner) bool { return !is(o) || !who.sees(o) })
}

// graphQLPageOf is a page of a list for an account that can see everything.
func graphQLPageOf(owners []*owner, arguments map[string]any, describe func(*owner) graphQLObject) graphQLObject {
	page, more := graphQLCut(owners, arguments)
	return graphQLConnection(page, more, describe)
}

// graphQLCut returns a page of a list, which follows the cursor.
func graphQLCut(owners []*owner, arguments map[string]any) (page []*owner, more bool) {
	if after, given := arguments["after"].(string); given {
		at := slices.IndexFunc(owners, func(o *owner) bool { return graphQLCursor(o) == after })
		owners = owners[at+1:]
	}
	size := longestGraphQLPage
	switch first := arguments["first"].(type) {
	case int:
		size = min(first, size)
	case float64:
		size = min(int(first), size)
	}
	return slices.Clone(owners[:min(size, len(owners))]), len(owners) > size
}

func graphQLConnection(page []*owner, more bool, describe func(*owner) graphQLObject) graphQLObject {
	nodes := []graphQLObject{}
	var cursor any
	for _, o := range page {
		nodes = append(nodes, describe(o))
		cursor = graphQLCursor(o)
	}
	return graphQLProperties("Connection", map[string]any{
		"pageInfo": graphQLProperties("PageInfo", map[string]any{"hasNextPage": more, "endCursor": cursor}),
		"nodes":    nodes,
	})
}

// graphQLCursor is the position of a project or group in a list.
func graphQLCursor(o *owner) string {
	key := map[string]string{"id": strconv.Itoa(o.id)}
	if o.group {
		key["name"] = o.base()
	}
	text, _ := json.Marshal(key)
	return base64.RawURLEncoding.EncodeToString(text)
}

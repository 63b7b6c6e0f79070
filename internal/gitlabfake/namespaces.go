package gitlabfake

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// owner is a group or a project with its integrations by slug.
type owner struct {
	id       int
	path     string
	group    bool
	public   bool // visible without a token
	archived bool // itself: isArchived is what GitLab shows
	parent   *owner
	children []*owner
	records  map[string]*record
}

// name is the owner's name in tests, such as "projects/acme/web".
func (o *owner) name() string {
	if o.group {
		return "groups/" + o.path
	}
	return "projects/" + o.path
}

// describe is the answer for the owner itself, with the fields that clients need.
func (o *owner) describe() map[string]any {
	if o.group {
		return map[string]any{"id": o.id, "full_path": o.path, "archived": o.isArchived()}
	}
	return map[string]any{"id": o.id, "path_with_namespace": o.path, "archived": o.isArchived()}
}

// ancestors are the groups above the owner, the nearest first.
func (o *owner) ancestors() []*owner {
	var groups []*owner
	for group := o.parent; group != nil; group = group.parent {
		groups = append(groups, group)
	}
	return groups
}

// isArchived reports whether the owner or a group above it was archived.
func (o *owner) isArchived() bool {
	return slices.ContainsFunc(append(o.ancestors(), o), func(each *owner) bool { return each.archived })
}

// descendants are all groups and projects below the owner.
func (o *owner) descendants() []*owner {
	var all []*owner
	for _, child := range o.children {
		all = append(all, child)
		all = append(all, child.descendants()...)
	}
	return all
}

// directory finds owners of one kind by ID and by path, in any case.
type directory struct {
	byID   map[int]*owner
	byPath map[string]*owner
}

func newDirectory() directory {
	return directory{byID: map[int]*owner{}, byPath: map[string]*owner{}}
}

func (d directory) add(o *owner) {
	d.byID[o.id] = o
	d.byPath[strings.ToLower(o.path)] = o
}

func (d directory) remove(o *owner) {
	delete(d.byID, o.id)
	delete(d.byPath, strings.ToLower(o.path))
}

// find treats digits as an ID and everything else as a path, as GitLab does.
func (d directory) find(id string) *owner {
	if number, err := strconv.Atoi(id); err == nil {
		return d.byID[number]
	}
	return d.byPath[strings.ToLower(id)]
}

// namespaces are all groups and projects, and the former paths of moved projects.
type namespaces struct {
	groups, projects directory
	moved            map[string]int
}

func newNamespaces() namespaces {
	return namespaces{groups: newDirectory(), projects: newDirectory(), moved: map[string]int{}}
}

// find finds the owner of a route. If it does not exist, it returns the answer: 404,
// or for a GET of the former path of a project a redirect to its ID.
func (g *GitLab) find(r *http.Request, who account, route route) (*owner, *answer) {
	if route.owners == "groups" {
		if group := g.namespaces.groups.find(route.id); group != nil && who.sees(group) {
			return group, nil
		}
		return nil, notFound("Group").refusal()
	}
	if project := g.namespaces.projects.find(route.id); project != nil && who.sees(project) {
		return project, nil
	}
	project := g.namespaces.projects.byID[g.namespaces.moved[strings.ToLower(route.id)]]
	if project == nil || !who.sees(project) {
		return nil, notFound("Project").refusal()
	}
	if r.Method != http.MethodGet {
		return nil, message(http.StatusMethodNotAllowed, "Non GET methods are not allowed for moved projects").refusal()
	}
	return nil, movedTo(g.location(r, project, route)).refusal()
}

// location is the new address of a moved project, which is below GitLab's own
// address.
func (g *GitLab) location(r *http.Request, project *owner, route route) string {
	address := strings.TrimSuffix(g.ExternalURL, "/")
	if address == "" && r.TLS != nil {
		address = "https://" + r.Host
	} else if address == "" {
		address = "http://" + r.Host
	}
	return fmt.Sprintf("%s/api/v4/projects/%d%s%s", address, project.id, route.extension, route.place)
}

// AddGroup creates a group and missing groups above it, and returns its ID. A new
// group inherits the active integrations of its ancestors.
func (g *GitLab) AddGroup(fullPath string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.addGroup(fullPath).id
}

// AddProject creates a project and missing groups above it, and returns its ID. A new
// project inherits the active integrations of its groups.
func (g *GitLab) AddProject(fullPath string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if project := g.namespaces.projects.find(fullPath); project != nil {
		return project.id
	}
	delete(g.namespaces.moved, strings.ToLower(fullPath))
	project := g.newOwner(fullPath, g.groupOf(fullPath))
	g.namespaces.projects.add(project)
	g.inheritDefaults(project)
	return project.id
}

// ArchiveProject archives a project: its own integrations stay active, but it
// inherits no further ones. It panics if there is no project with the path.
func (g *GitLab) ArchiveProject(fullPath string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.mustFind("projects/" + fullPath).archived = true
}

// ArchiveGroup archives a group with everything below it, as GitLab 18 can. It panics
// if there is no group of the path.
func (g *GitLab) ArchiveGroup(fullPath string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.mustFind("groups/" + fullPath).archived = true
}

// RemoveProject deletes a project. It panics if there is none.
func (g *GitLab) RemoveProject(fullPath string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	project := g.mustFind("projects/" + fullPath)
	project.leave()
	g.namespaces.projects.remove(project)
}

// MoveProject changes the path of a project; requests for the former path are
// redirected. It panics if there is no project with the former path.
func (g *GitLab) MoveProject(from, to string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	project := g.mustFind("projects/" + from)
	g.namespaces.projects.remove(project)
	g.namespaces.moved[strings.ToLower(project.path)] = project.id
	delete(g.namespaces.moved, strings.ToLower(to))
	project.leave()
	project.path = to
	project.join(g.groupOf(to))
	g.namespaces.projects.add(project)
}

// MoveGroup changes the path of a group and of everything below it. Requests for the
// former paths of projects are redirected, those for the former paths of groups are
// not. It panics if there is no group with the former path.
func (g *GitLab) MoveGroup(from, to string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	group := g.mustFind("groups/" + from)
	old := group.path
	for _, moved := range append([]*owner{group}, group.descendants()...) {
		kind := g.namespaces.projects
		if moved.group {
			kind = g.namespaces.groups
		} else {
			g.namespaces.moved[strings.ToLower(moved.path)] = moved.id
		}
		kind.remove(moved)
		moved.path = to + strings.TrimPrefix(moved.path, old)
		kind.add(moved)
	}
	group.leave()
	group.parent = nil
	if slash := strings.LastIndex(to, "/"); slash >= 0 {
		group.join(g.addGroup(to[:slash]))
	}
}

func (g *GitLab) addGroup(fullPath string) *owner {
	if group := g.namespaces.groups.find(fullPath); group != nil {
		return group
	}
	var parent *owner
	if slash := strings.LastIndex(fullPath, "/"); slash >= 0 {
		parent = g.addGroup(fullPath[:slash])
	}
	group := g.newOwner(fullPath, parent)
	group.group = true
	g.namespaces.groups.add(group)
	g.inheritDefaults(group)
	return group
}

func (g *GitLab) groupOf(project string) *owner {
	slash := strings.LastIndex(project, "/")
	if slash < 0 {
		panic(fmt.Sprintf("gitlabfake: %q is not the full path of a project, which begins with its group", project))
	}
	return g.addGroup(project[:slash])
}

func (g *GitLab) newOwner(path string, parent *owner) *owner {
	o := &owner{id: g.nextID(), path: path, records: map[string]*record{}}
	o.join(parent)
	return o
}

func (o *owner) join(parent *owner) {
	o.parent = parent
	if parent != nil {
		parent.children = append(parent.children, o)
	}
}

func (o *owner) leave() {
	if o.parent == nil {
		return
	}
	siblings := o.parent.children
	for i, sibling := range siblings {
		if sibling == o {
			o.parent.children = append(siblings[:i:i], siblings[i+1:]...)
			return
		}
	}
}

// mustFind finds an owner by its name in tests, such as "projects/acme/web".
func (g *GitLab) mustFind(name string) *owner {
	kind, id, _ := strings.Cut(name, "/")
	directories := map[string]directory{"projects": g.namespaces.projects, "groups": g.namespaces.groups}
	found, known := directories[kind]
	if !known {
		panic(fmt.Sprintf("gitlabfake: %q is neither projects/<path> nor groups/<path>", name))
	}
	o := found.find(id)
	if o == nil {
		panic(fmt.Sprintf("gitlabfake: there is no %q", name))
	}
	return o
}

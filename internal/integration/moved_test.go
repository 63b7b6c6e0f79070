package integration_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

const (
	sitePath = "projects/acme%2Fsite/integrations/team-chat"
	movedOn  = `{"message":"Non GET methods are not allowed for moved projects"}`
)

// moving is a GitLab with one chat, in the project 42, which once was acme/web
// and is acme/site since it has moved. It also has the project acme/api and the
// group 7, acme.
type moving struct {
	*clock
	moved bool
	// unresolved reports whether it does not say where a project is.
	unresolved bool
}

func newMoving(t *testing.T) *moving {
	t.Helper()
	m := &moving{clock: &clock{}}
	m.gitlab = newGitLab(t, m.answer)
	return m
}

// move has the project moved.
func (m *moving) move() *moving {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.moved = true
	return m
}

func (m *moving) answer(asked request) reply {
	path := strings.TrimPrefix(asked.path, "/api/v4/")
	kind, rest, _ := strings.Cut(path, "/")
	id, about, isAbout := strings.Cut(rest, "/")
	fullPath := map[string]string{
		"projects/42": m.path(), "projects/" + strings.ReplaceAll(m.path(), "/", "%2F"): m.path(),
		"projects/acme%2Fapi": "acme/api", "groups/acme": "acme", "groups/7": "acme",
	}[kind+"/"+id]
	switch {
	case m.unresolved && !isAbout:
		return reply{status: http.StatusInternalServerError, body: `{"message":"500 Internal Server Error"}`}
	case id == "acme%2Fweb" && m.moved && asked.method != http.MethodGet:
		return reply{status: http.StatusMethodNotAllowed, body: movedOn}
	case id == "acme%2Fweb" && m.moved:
		return reply{status: http.StatusMovedPermanently, location: strings.Replace(asked.path, id, "42", 1), body: "moved"}
	case fullPath == "" && kind == "groups":
		return reply{status: http.StatusNotFound, body: `{"message":"404 Group Not Found"}`}
	case fullPath == "":
		return reply{status: http.StatusNotFound, body: `{"message":"404 Project Not Found"}`}
	case about == "integrations" && m.kept == nil:
		return reply{status: http.StatusOK, body: []any{}}
	case about == "integrations":
		return reply{status: http.StatusOK, body: []any{m.clock.answer(asked).body}}
	case isAbout:
		return m.clock.answer(asked)
	case kind == "groups":
		return reply{status: http.StatusOK, body: map[string]any{"id": 7, "full_path": fullPath}}
	default:
		return reply{status: http.StatusOK, body: map[string]any{"id": 42, "path_with_namespace": fullPath}}
	}
}

func (m *moving) path() string {
	if m.moved {
		return "acme/site"
	}
	return "acme/web"
}

// scenario begins with nothing, and with a provider that may refresh by lists.
func (m *moving) scenario(lists bool) *scenario {
	m.t.Helper()
	provider := &integration.Provider{Client: newClient(m.t, m.address)}
	if lists {
		provider.ListCache = integration.NewListCache(provider.Client)
	}
	return &scenario{gitlab: m.clock, terraform: drive(m.t, func() *integration.Provider { return provider })}
}

func TestAnotherNameOfTheOwner(t *testing.T) {
	project := func(id any) object { return object{"project": id} }
	group := func(id any) object { return object{"group": id} }
	const (
		askOld    = "GET projects/acme%2Fweb"
		askNumber = "GET projects/42"
		askNew    = "GET projects/acme%2Fsite"
	)
	tests := map[string]struct {
		prior, config object
		replaces      bool
		asked         []string
	}{
		"same text":         {project("acme/web"), project("acme/web"), false, nil},
		"same number":       {project("42"), project("42"), false, nil},
		"other case":        {project("acme/web"), project("Acme/Web"), false, nil},
		"old to new path":   {project("acme/web"), project("acme/site"), false, []string{askOld, askNumber, askNew}},
		"old path to id":    {project("acme/web"), project("42"), false, []string{askOld, askNumber, askNumber}},
		"new to old path":   {project("acme/site"), project("acme/web"), false, []string{askNew, askOld, askNumber}},
		"id to new path":    {project("42"), project("acme/site"), false, []string{askNumber, askNew}},
		"other project":     {project("acme/web"), project("acme/api"), true, []string{askOld, askNumber, "GET projects/acme%2Fapi"}},
		"to no project":     {project("42"), project("acme/none"), true, []string{askNumber, "GET projects/acme%2Fnone"}},
		"from no project":   {project("43"), project("acme/site"), true, []string{"GET projects/43"}},
		"unknown project":   {project("42"), project(unknown), true, nil},
		"project to group":  {project("42"), group("42"), true, nil},
		"path to id, group": {group("acme"), group("7"), false, []string{"GET groups/acme", "GET groups/7"}},
		"other group":       {group("7"), group("acme/sub"), true, []string{"GET groups/7", "GET groups/acme%2Fsub"}},
		"renamed group":     {group("acme-old"), group("acme"), true, []string{"GET groups/acme-old"}},
		"to unknown group":  {group("7"), group(unknown), true, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := newMoving(t).move()
			settings := minimal.with(object{"project": nil})
			plan := m.terraform().plan(chatType, defaults.with(settings, test.prior), settings.with(test.config))
			expectNothing(t, plan.diagnostics)
			expectReplacement(t, plan, test.replaces)
			expectRequests(t, m.gitlab, test.asked...)
		})
	}
}

func expectReplacement(t *testing.T, plan planned, want bool) {
	t.Helper()
	if got := len(plan.replace) > 0; got != want {
		t.Errorf("it is replaced: %t, because of %q", got, plan.replace)
	}
}

func TestAnotherNameThatNobodyKnowsReplaces(t *testing.T) {
	prior, config := minimal.with(defaults), minimal.with(object{"project": "acme/site"})
	for name, respond := range map[string]func(request) reply{
		"failure":   always(http.StatusInternalServerError, `{"message":"500 Internal Server Error"}`),
		"forbidden": always(http.StatusForbidden, `{"message":"403 Forbidden"}`),
		"no path":   always(http.StatusOK, `{"id":42}`),
		"null":      always(http.StatusOK, `null`),
	} {
		t.Run(name, func(t *testing.T) {
			expectReplacement(t, newGitLab(t, respond).terraform().plan(chatType, prior, config), true)
		})
	}
	expectReplacement(t, offline(t).plan(chatType, prior, config), true)
}

// A project that was renamed can be read under its old path, and is changed in
// place once the configuration has another name of it.
func TestRenamedProjectIsChangedInPlace(t *testing.T) {
	for name, test := range map[string]struct{ project, put string }{
		"new path": {"acme/site", sitePath},
		"id":       {"42", "projects/42/integrations/team-chat"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMoving(t)
			s := m.scenario(false)
			s.make(writeOnly)
			m.move()
			expectWarning(t, s.refresh(), "project", "Project acme/web has moved", "in place")
			m.asked()
			config := writeOnly.with(object{"project": test.project, "username": "bot"})
			s.expectChange(config, object{"project": test.project, "id": "projects/" + test.project, "username": "bot"})
			m.asked()
			expectNothing(t, s.try(config))
			if asked := m.asked(); asked[len(asked)-1] != "PUT "+test.put || slices.ContainsFunc(asked, isDelete) {
				t.Errorf("got requests %q", asked)
			}
			expectNothing(t, s.refresh())
			s.expectUnchanged(config)
			expectRequests(t, m.gitlab, "GET "+test.put)
		})
	}
}

func isDelete(asked string) bool { return strings.HasPrefix(asked, http.MethodDelete) }

func TestDestroyFollowsAMovedProject(t *testing.T) {
	m := newMoving(t)
	s := m.scenario(false)
	s.make(minimal)
	m.move().asked()
	left, found := s.destroy(chatType, s.state)
	expectNothing(t, found)
	expectObject(t, left, nil)
	expectRequests(t, m.gitlab, "DELETE "+chatPath, "GET projects/acme%2Fweb", "GET projects/42", "DELETE "+sitePath)
	if m.kept != nil {
		t.Errorf("GitLab still has %v", m.kept)
	}
}

func TestDestroyOfAMovedProjectThatCannotBeFound(t *testing.T) {
	m := newMoving(t)
	s := m.scenario(false)
	s.make(minimal)
	m.move().unresolved = true
	left, found := s.destroy(chatType, s.state)
	expectError(t, found, "project", "Cannot disable Team chat in project acme/web", "has moved", "apply that first", "terraform state rm")
	expectObject(t, left, s.state)
}

// What is written under one name is on the list of the other one too.
func TestRenamingForgetsBothLists(t *testing.T) {
	m := newMoving(t)
	s := m.scenario(true)
	s.make(minimal)
	before, private := s.state, s.private
	s.make(minimal.with(object{"project": "42", "username": "bot"}))
	m.asked()
	_, _, found := s.readPrivate(chatType, before, private)
	expectNothing(t, found)
	expectRequests(t, m.gitlab, "GET "+listPath, "GET "+chatPath)
}

func TestDestroyForgetsTheListOfTheNewPath(t *testing.T) {
	m := newMoving(t)
	s := m.scenario(true)
	s.make(minimal)
	m.move()
	twin := s.state.with(object{"project": "acme/site", "id": "projects/acme/site"})
	_, private, found := s.readPrivate(chatType, twin, s.private)
	expectNothing(t, found)
	_, found = s.destroy(chatType, s.state)
	expectNothing(t, found)
	m.asked()
	left, _, found := s.readPrivate(chatType, twin, private)
	expectNothing(t, found)
	expectObject(t, left, nil)
	expectRequests(t, m.gitlab, "GET projects/acme%2Fsite/integrations")
}

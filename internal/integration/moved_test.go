package integration_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

const (
	sitePath = "projects/acme%2Fsite/integrations/team-chat"
	movedOn  = `{"message":"Non GET methods are not allowed for moved projects"}`
)

// movedGitLab is a GitLab with one chat in the project 42. The path of this project is
// acme/web at first, and acme/site after it has moved. There are also the project
// acme/api with the ID 43, and the group acme with the ID 7. The redirects of this GitLab contain another
// host name than the provider's configuration.
type movedGitLab struct {
	*changingGitLab
	moved bool
	// unresolved has every request for a project or group itself fail, so that the new
	// path is unknown.
	unresolved bool
}

func newMovedGitLab(t *testing.T) *movedGitLab {
	t.Helper()
	m := &movedGitLab{changingGitLab: &changingGitLab{}}
	m.gitlab = newGitLab(t, m.answer)
	return m
}

// move moves the project to acme/site.
func (m *movedGitLab) move() *movedGitLab {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.moved = true
	return m
}

func (m *movedGitLab) answer(asked request) reply {
	path := strings.TrimPrefix(asked.path, "/api/v4/")
	kind, rest, _ := strings.Cut(path, "/")
	id, about, isAbout := strings.Cut(rest, "/")
	fullPath := map[string]string{
		"projects/42": m.path(), "projects/" + strings.ReplaceAll(m.path(), "/", "%2F"): m.path(),
		"projects/acme%2Fapi": "acme/api", "groups/acme": "acme", "groups/7": "acme",
	}[kind+"/"+strings.Replace(strings.ToLower(id), "%2f", "%2F", 1)]
	switch {
	case m.unresolved && !isAbout:
		return reply{status: http.StatusInternalServerError, body: `{"message":"500 Internal Server Error"}`}
	case id == "acme%2Fweb" && m.moved && asked.method != http.MethodGet:
		return reply{status: http.StatusMethodNotAllowed, body: movedOn}
	case id == "acme%2Fweb" && m.moved:
		return reply{status: http.StatusMovedPermanently, location: "https://gitlab.example.com" + strings.Replace(asked.path, id, "42", 1), body: "moved"}
	case fullPath == "" && kind == "groups":
		return reply{status: http.StatusNotFound, body: `{"message":"404 Group Not Found"}`}
	case fullPath == "":
		return reply{status: http.StatusNotFound, body: `{"message":"404 Project Not Found"}`}
	case about == "integrations" && m.kept == nil:
		return reply{status: http.StatusOK, body: []any{}}
	case about == "integrations":
		return reply{status: http.StatusOK, body: []any{m.changingGitLab.answer(asked).body}}
	case isAbout:
		return m.changingGitLab.answer(asked)
	case kind == "groups":
		return reply{status: http.StatusOK, body: map[string]any{"id": 7, "full_path": fullPath}}
	case fullPath == "acme/api":
		return reply{status: http.StatusOK, body: map[string]any{"id": 43, "path_with_namespace": fullPath}}
	default:
		return reply{status: http.StatusOK, body: map[string]any{"id": 42, "path_with_namespace": fullPath}}
	}
}

func (m *movedGitLab) path() string {
	if m.moved {
		return "acme/site"
	}
	return "acme/web"
}

// scenario starts without a state. The provider refreshes by lists if `lists` is set.
func (m *movedGitLab) scenario(lists bool) *scenario {
	m.t.Helper()
	provider := &integration.Provider{Client: newClient(m.t, m.address)}
	if lists {
		provider.Lists, provider.RefreshByList = discovery.NewLists(provider.Client), true
	}
	return &scenario{gitlab: m.changingGitLab, terraform: drive(m.t, inRuns(provider))}
}

// restarted continues with another provider process, which has not read anything yet.
func (m *movedGitLab) restarted(s *scenario, lists bool) *scenario {
	m.t.Helper()
	next := m.scenario(lists)
	next.state, next.private = s.state, s.private
	return next
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
		"old to new path":   {project("acme/web"), project("acme/site"), false, []string{askOld, askNumber}},
		"old path to ID":    {project("acme/web"), project("42"), false, []string{askOld, askNumber}},
		"new to old path":   {project("acme/site"), project("acme/web"), false, []string{askNew, askOld, askNumber}},
		"ID to new path":    {project("42"), project("acme/site"), false, []string{askNumber}},
		"other project":     {project("acme/web"), project("acme/api"), true, []string{askOld, askNumber, "GET projects/acme%2Fapi"}},
		"to no project":     {project("42"), project("acme/none"), true, []string{askNumber, "GET projects/acme%2Fnone", askPaths}},
		"unknown project":   {project("42"), project(unknown), true, nil},
		"project to group":  {project("42"), group("42"), true, nil},
		"path to id, group": {group("acme"), group("7"), false, []string{"GET groups/acme"}},
		"other group":       {group("7"), group("acme/sub"), true, []string{"GET groups/7", "GET groups/acme%2Fsub", askPaths}},
		"to unknown group":  {group("7"), group(unknown), true, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := newMovedGitLab(t).move()
			settings := minimal.with(object{"project": nil})
			plan := m.terraform().plan(chatType, defaults.with(settings, test.prior), settings.with(test.config))
			expectGroupLeft(t, plan, test.prior["group"])
			expectReplacement(t, plan, test.replaces)
			expectRequests(t, m.gitlab, test.asked...)
		})
	}
}

// expectGroupLeft expects only the warning about projects that inherit from a group whose
// integration is to be replaced. group is nil for a project.
func expectGroupLeft(t *testing.T, plan planned, group any) {
	t.Helper()
	if group == nil || len(plan.replace) == 0 {
		expectNothing(t, plan.diagnostics)
	} else {
		expectWarning(t, plan.diagnostics, "", fmt.Sprintf("inherited from group %s", group))
	}
}

func expectReplacement(t *testing.T, plan planned, want bool) {
	t.Helper()
	if got := len(plan.replace) > 0; got != want {
		t.Errorf("the plan replaces the resource: %t, because of %q", got, plan.replace)
	}
}

// All resources of a project share the answers for its names.
func TestNamesOfAProjectAreAskedForOnce(t *testing.T) {
	m := newMovedGitLab(t).move()
	driver := m.terraform()
	for _, project := range []string{"acme/site", "42", "ACME/Site", "acme/site"} {
		settings := minimal.with(object{"project": "acme/web"})
		plan := driver.plan(chatType, defaults.with(settings), settings.with(object{"project": project}))
		expectNothing(t, plan.diagnostics)
		expectReplacement(t, plan, false)
	}
	expectRequests(t, m.gitlab, "GET projects/acme%2Fweb", "GET projects/42")
}

// If the provider cannot find out which project a name means, the plan fails. It must not
// replace the resource.
func TestAnotherNameThatNobodyKnows(t *testing.T) {
	const failing = `{"message":"500 Internal Server Error"}`
	prior, config := minimal.with(defaults), minimal.with(object{"project": "acme/site"})
	for name, test := range map[string]struct {
		respond func(request) reply
		words   []string
	}{
		"failure":   {always(http.StatusInternalServerError, failing), []string{"GET projects/acme%2Fweb", "500 Internal Server Error", "-target"}},
		"forbidden": {always(http.StatusForbidden, `{"message":"403 Forbidden"}`), []string{"403 Forbidden", "-target"}},
		"no path":   {always(http.StatusOK, `{"id":42}`), []string{"has no ID or no path", "-target"}},
		"null":      {always(http.StatusOK, `null`), []string{"has no ID or no path", "-target"}},
		"old name":  {always(http.StatusNotFound, `{"message":"404 Project Not Found"}`), []string{"GET projects/acme%2Fweb", "without `-refresh=false`"}},
		"new name": {func(asked request) reply {
			if strings.HasSuffix(asked.path, "acme%2Fsite") {
				return reply{status: http.StatusInternalServerError, body: failing}
			}
			return reply{status: http.StatusOK, body: `{"id":42,"path_with_namespace":"acme/web"}`}
		}, []string{"GET projects/acme%2Fsite", "-target"}},
	} {
		t.Run(name, func(t *testing.T) {
			plan := newGitLab(t, test.respond).terraform().plan(chatType, prior, config)
			expectError(t, plan.diagnostics, "project", append(test.words, "Cannot determine whether this is another project", "from `acme/web` to `acme/site`")...)
			expectReplacement(t, plan, false)
		})
	}
	plan := newMovedGitLab(t).terraform().plan(chatType, minimal.with(defaults, object{"project": nil, "group": "acme-old"}), minimal.with(object{"project": nil, "group": "acme"}))
	expectError(t, plan.diagnostics, "group", "Cannot determine whether this is another group", "404 Group Not Found")
	expectReplacement(t, offline(t).plan(chatType, prior, config), true)
}

// A moved project can still be read under its old path. If the configuration then has
// another name of it, the plan is an update in place. If nothing else changes, the apply
// sends no PUT and keeps the private state.
func TestRenamedProjectIsChangedInPlace(t *testing.T) {
	for name, test := range map[string]struct {
		project string
		lists   bool
		read    string
	}{
		"new path":       {"acme/site", false, sitePath},
		"id":             {"42", false, "projects/42/integrations/team-chat"},
		"new path, list": {"acme/site", true, "projects/acme%2Fsite/integrations"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMovedGitLab(t)
			s := m.scenario(test.lists)
			s.make(writeOnly)
			before := s.private
			m.move().asked()
			s = m.restarted(s, test.lists)
			expectWarning(t, s.refresh(), "project", "Project acme/web has moved", "Set `project` to the new path `acme/site`, or to the ID `42`", "in place")
			config := writeOnly.with(object{"project": test.project})
			s.expectChange(config, object{"project": test.project, "id": "projects/" + test.project})
			expectNothing(t, s.try(config))
			if slices.ContainsFunc(m.asked(), isWrite) {
				t.Error("a request other than GET was sent")
			}
			if string(s.private) != string(before) {
				t.Errorf("the private state is %s, was %s", s.private, before)
			}
			expectNothing(t, s.refresh())
			s.expectUnchanged(config)
			expectRequests(t, m.gitlab, "GET "+test.read)
		})
	}
}

// If settings change together with the owner's name, the apply sends them with all
// secrets.
func TestRenamedProjectWithOtherChanges(t *testing.T) {
	for name, test := range map[string]struct{ config, sent object }{
		"setting":                   {object{"username": "bot"}, object{"username": "bot", "webhook": writeOnly["webhook_wo"]}},
		"secret":                    {object{"webhook_wo": "https://chat.example/2"}, object{"webhook": "https://chat.example/2"}},
		"write-only secret removed": {object{"webhook_wo": nil, "webhook": "https://chat.example/3"}, object{"webhook": "https://chat.example/3"}},
		"inherits from now on":      {object{"webhook_wo": nil, "use_inherited_settings": true}, object{"use_inherited_settings": true}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMovedGitLab(t)
			s := m.scenario(false)
			s.make(writeOnly)
			m.move().asked()
			config := writeOnly.with(test.config, object{"project": "acme/site"})
			expectNothing(t, s.try(config))
			sent := object(m.sent())
			for name, want := range test.sent {
				if sent[name] != want {
					t.Errorf("the PUT has %s = %v, want %v", name, sent[name], want)
				}
			}
			if !slices.Contains(m.asked(), "PUT "+sitePath) {
				t.Error("no PUT was sent to the new path")
			}
			s.expectUnchanged(config)
		})
	}
}

// A path in other case and an older path are names of the same project too.
func TestAnotherNameSendsNothing(t *testing.T) {
	m := newMovedGitLab(t).move()
	s := m.scenario(false)
	s.make(minimal.with(object{"project": "42"}))
	m.asked()
	for _, name := range []string{"acme/site", "Acme/Site", "acme/web", "42"} {
		config := minimal.with(object{"project": name})
		expectNothing(t, s.try(config))
		s.expectUnchanged(config)
	}
	if asked := m.asked(); slices.ContainsFunc(asked, isWrite) {
		t.Errorf("got requests %q, want only GET", asked)
	}
}

// Each way of reading a moved project returns a warning. The provider requests the new
// path only once.
func TestMovedProjectIsNamedByItsNewPath(t *testing.T) {
	for name, unresolved := range map[string]bool{"new path `acme/site`, or to the ID `42`": false, "new path, or to the ID `42`": true} {
		t.Run(name, func(t *testing.T) {
			m := newMovedGitLab(t)
			s := m.scenario(true)
			s.make(minimal)
			m.move().unresolved = unresolved
			m.asked()
			s = m.restarted(s, true)
			readers, warnings := sync.WaitGroup{}, make([][]*tfprotov6.Diagnostic, 10)
			for i := range warnings {
				readers.Go(func() {
					state, _, found := s.readPrivate(chatType, s.state, s.private)
					warnings[i] = found
					expectObject(t, state, s.state)
				})
			}
			readers.Wait()
			expectWarning(t, slices.Concat(warnings...), "project", "Project acme/web has moved", name)
			expectRequests(t, m.gitlab, "GET "+listPath, "GET projects/42/integrations", "GET projects/42")
			s.configure()
			data, found := s.data(chatType, object{"project": "acme/web"})
			expectWarning(t, found, "project", "Project acme/web has moved", name)
			if data["project"] != "acme/web" || data["active"] != true {
				t.Errorf("got %v", data)
			}
			s.configure()
			imported, found := s.importState(chatType, "acme/web")
			expectNothing(t, found)
			_, _, found = s.readPrivate(chatType, decode(t, s.schemas.ResourceSchemas[chatType], imported[0].State), imported[0].Private)
			expectWarning(t, found, "project", "Project acme/web has moved", name)
			const moved = "GET projects/42/integrations/team-chat"
			expectRequests(t, m.gitlab, "GET "+chatPath, moved, "GET "+chatPath, moved)
		})
	}
}

// The next plan sets up again what GitLab no longer has, and GitLab refuses that under the
// old path.
func TestMovedProjectWithoutTheIntegration(t *testing.T) {
	for name, lists := range map[string]bool{"each": false, "list": true} {
		t.Run(name, func(t *testing.T) {
			m := newMovedGitLab(t)
			s := m.scenario(lists)
			s.make(minimal)
			m.move().kept = nil
			s = m.restarted(s, lists)
			expectWarning(t, s.refresh(), "project", "Project acme/web has moved", "Set `project` to the new path `acme/site`")
			expectObject(t, s.state, nil)
		})
	}
	r := newSupervised(t)
	slack := r.manage("gitlabintegrations_slack", slackOfWeb)
	slack.applyCleanly()
	r.MoveProject("acme/web", "acme/site")
	r.Disable("projects/acme/site", "slack")
	expectWarning(t, slack.refresh(r.run()), "project", "Project acme/web has moved")
	expectObject(t, slack.state, nil)
}

// GitLab redirects requests for moved projects, but not for moved groups.
func TestMovedGroupIsGone(t *testing.T) {
	state := chatState().with(object{"project": nil, "group": "acme-old", "id": "groups/acme-old"})
	left, found := newMovedGitLab(t).terraform().read(chatType, state)
	expectWarning(t, found, "", "Group acme-old is gone", "404 Group Not Found", "it has moved", "set `group` to its new path, or to its ID")
	expectObject(t, left, nil)
}

// A destroy does not find a group that has moved, whose integration is still active.
func TestDestroyDoesNotFindAMovedGroup(t *testing.T) {
	for name, inherits := range map[string]bool{"own settings": false, "inherits": true} {
		t.Run(name, func(t *testing.T) {
			state := chatState().with(object{"project": nil, "group": "acme-old", "id": "groups/acme-old", "use_inherited_settings": inherits})
			left, found := newMovedGitLab(t).terraform().destroy(chatType, state)
			expectWarning(t, found, "", "Group acme-old is gone", "404 Group Not Found", "it has moved", "nothing was disabled", "disable it under the new path")
			expectObject(t, left, nil)
		})
	}
}

func isWrite(asked string) bool { return !strings.HasPrefix(asked, http.MethodGet) }

func TestDestroyFollowsAMovedProject(t *testing.T) {
	m := newMovedGitLab(t)
	s := m.scenario(false)
	s.make(minimal)
	m.move().asked()
	left, _, found := s.applyPrivate(chatType, s.state, nil, nil, s.private)
	expectNothing(t, found)
	expectObject(t, left, nil)
	expectRequests(t, m.gitlab, "DELETE "+chatPath, "GET projects/acme%2Fweb", "GET projects/42", "GET "+sitePath, "DELETE "+sitePath)
	if m.kept != nil {
		t.Errorf("GitLab still has %v", m.kept)
	}
}

func TestDestroyOfAMovedProjectThatCannotBeFound(t *testing.T) {
	m := newMovedGitLab(t)
	s := m.scenario(false)
	s.make(minimal)
	m.move().unresolved = true
	left, found := s.destroy(chatType, s.state)
	expectError(t, found, "project", "Cannot disable Team chat in project acme/web", "has moved", "apply that first", "terraform state rm")
	expectObject(t, left, s.state)
}

// A write under one name of a project also invalidates the list that was read under
// another name.
func TestRenamingForgetsBothLists(t *testing.T) {
	m := newMovedGitLab(t)
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
	m := newMovedGitLab(t)
	s := m.scenario(true)
	s.make(minimal)
	m.move()
	twin := s.state.with(object{"project": "acme/site", "id": "projects/acme/site"})
	_, private, found := s.readPrivate(chatType, twin, s.private)
	expectNothing(t, found)
	_, _, found = s.applyPrivate(chatType, s.state, nil, nil, s.private)
	expectNothing(t, found)
	m.asked()
	left, _, found := s.readPrivate(chatType, twin, private)
	expectNothing(t, found)
	expectObject(t, left, nil)
	expectRequests(t, m.gitlab, "GET projects/acme%2Fsite/integrations")
}

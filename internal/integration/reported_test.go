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

// many is the number of resources with the same problem, too many for the CLI to show.
const many = 200

// chatIn returns the state of a chat in one of many projects.
func chatIn(i int) object {
	project := fmt.Sprintf("acme/web%03d", i)
	return chatState().with(object{"project": project, "id": "projects/" + project})
}

// inMany calls a function for each of many projects, ten at a time, and returns all
// diagnostics.
func inMany(do func(i int) []*tfprotov6.Diagnostic) (found []*tfprotov6.Diagnostic) {
	var (
		workers sync.WaitGroup
		mu      sync.Mutex
	)
	jobs := make(chan int)
	for range 10 {
		workers.Go(func() {
			for i := range jobs {
				each := do(i)
				mu.Lock()
				found = append(found, each...)
				mu.Unlock()
			}
		})
	}
	for i := range many {
		jobs <- i
	}
	close(jobs)
	workers.Wait()
	return found
}

// whole returns the diagnostics that are longer than one line.
func whole(found []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	return slices.DeleteFunc(slices.Clone(found), func(d *tfprotov6.Diagnostic) bool { return !strings.Contains(d.Detail, "\n") })
}

// expectOneExplained expects the given number of diagnostics, of which one has the
// summary and the full explanation.
func expectOneExplained(t *testing.T, found []*tfprotov6.Diagnostic, severity tfprotov6.DiagnosticSeverity, count int, summary string) {
	t.Helper()
	explained := whole(found)
	if len(found) != count || len(explained) != 1 || explained[0].Summary != summary {
		t.Errorf("got %d diagnostics, of which these have a full explanation:", len(found))
		expectNothing(t, explained)
	}
	for _, diagnostic := range found {
		if diagnostic.Severity != severity || diagnostic.Summary != summary && !strings.Contains(diagnostic.Summary+diagnostic.Detail, summary) {
			t.Errorf("unexpected %s", describe(diagnostic))
		}
	}
}

// The second error with the same cause names only its resource and refers to the first
// error.
func TestErrorsOfOneCauseAreExplainedOnce(t *testing.T) {
	const forbidden, unavailable = `{"message":"403 Forbidden"}`, `<title>Deploy in progress</title>`
	read := func(tf *terraform, i int) []*tfprotov6.Diagnostic {
		_, found := tf.read(chatType, chatIn(i))
		return found
	}
	put := func(tf *terraform, i int) []*tfprotov6.Diagnostic {
		_, found := tf.apply(chatType, nil, chatIn(i), chatIn(i))
		return found
	}
	destroy := func(tf *terraform, i int) []*tfprotov6.Diagnostic {
		_, found := tf.apply(chatType, chatIn(i), nil, nil)
		return found
	}
	data := func(tf *terraform, i int) []*tfprotov6.Diagnostic {
		_, found := tf.data(chatType, object{"project": chatIn(i)["project"]})
		return found
	}
	tests := map[string]struct {
		status  int
		body    string
		do      func(*terraform, int) []*tfprotov6.Diagnostic
		summary string
	}{
		"token":        {http.StatusUnauthorized, `{"message":"401 Unauthorized"}`, read, "GitLab does not accept the token"},
		"scope":        {http.StatusForbidden, `{"error":"insufficient_scope"}`, put, "The token lacks a scope or permission"},
		"role":         {http.StatusForbidden, forbidden, put, "GitLab does not permit this in the project"},
		"role, delete": {http.StatusForbidden, forbidden, destroy, "GitLab does not permit this in the project"},
		"down":         {http.StatusServiceUnavailable, unavailable, put, "GitLab, or a proxy in front of it, is unavailable"},
		"broken":       {http.StatusInternalServerError, `{"message":"500 Internal Server Error"}`, read, "GitLab failed with an internal error"},
		"slug":         {http.StatusBadRequest, `{"error":"slug does not have a valid value"}`, data, "This GitLab does not have the integration team-chat"},
		"sign-in page": {http.StatusOK, `<title>Sign in</title>`, data, "The answer is not from GitLab's API"},
		"no owner":     {http.StatusNotFound, `{"message":"404 Project Not Found"}`, put, "GitLab did not find the project"},
		"moved":        {http.StatusMethodNotAllowed, movedOn, put, "The project has moved"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tf := newGitLab(t, always(test.status, test.body)).terraform()
			found := inMany(func(i int) []*tfprotov6.Diagnostic { return test.do(tf, i) })
			expectOneExplained(t, found, tfprotov6.DiagnosticSeverityError, many, test.summary)
			tf.configure()
			if again := test.do(tf, 0); len(whole(again)) != 1 {
				t.Errorf("the next run does not explain the error:")
				expectNothing(t, again)
			}
		})
	}
}

func TestRefusedTokenIsSentOnce(t *testing.T) {
	g := newGitLab(t, always(http.StatusUnauthorized, `{"message":"401 Unauthorized"}`))
	tf := g.terraform()
	for i := range many {
		_, found := tf.read(chatType, chatIn(i))
		words := []string{`The reason is the same as in the error "GitLab does not accept the token".`, "Cannot read Team chat in project " + fmt.Sprint(chatIn(i)["project"])}
		if i == 0 {
			words = []string{"GitLab does not accept the token", `"401 Unauthorized"`, "Check the `token`"}
		}
		expectError(t, found, "", words...)
	}
	expectRequests(t, g, "GET projects/acme%2Fweb000/integrations/team-chat")
}

// A provider that is not configured has no client, but it still shortens repeated errors.
func TestProviderThatIsNotConfiguredIsExplainedOnce(t *testing.T) {
	tf := offline(t)
	found := inMany(func(i int) []*tfprotov6.Diagnostic {
		_, found := tf.data(chatType, object{"project": chatIn(i)["project"]})
		return found
	})
	expectOneExplained(t, found, tfprotov6.DiagnosticSeverityError, many, "The provider is not configured yet")
}

// The second of many warnings says that there are more, and the others are only logged.
// Otherwise the CLI would show each warning about a resource that is no longer
// configured.
func TestWarningsOfOneCauseAreExplainedOnce(t *testing.T) {
	destroy := func(tf *terraform, state object, typeName string) []*tfprotov6.Diagnostic {
		return tf.plan(typeName, state, nil).diagnostics
	}
	read := func(tf *terraform, state object, typeName string) []*tfprotov6.Diagnostic {
		_, found := tf.read(typeName, state)
		return found
	}
	group := func(i int) object {
		return chatIn(i).with(object{"project": nil, "group": fmt.Sprintf("acme%03d", i)})
	}
	app := func(i int) object { return object{"project": chatIn(i)["project"], "use_inherited_settings": false} }
	tests := map[string]struct {
		status   int
		body     string
		state    func(int) object
		typeName string
		do       func(*terraform, object, string) []*tfprotov6.Diagnostic
		summary  string
	}{
		"project gone": {http.StatusNotFound, `{"message":"404 Project Not Found"}`, chatIn, chatType, read, "A project is gone"},
		"groups gone":  {http.StatusNotFound, `{"message":"404 Group Not Found"}`, group, chatType, read, "A group is gone"},
		"stays active": {http.StatusOK, "", app, installedType, destroy, "An integration stays active"},
		"inherited":    {http.StatusOK, "", group, chatType, destroy, "An integration stays active where it is inherited"},
		"inherits": {http.StatusOK, "", func(i int) object { return app(i).with(object{"use_inherited_settings": true}) }, chatType, destroy,
			"An integration can become active again"},
		"app is lost": {http.StatusOK, "", app, personalType, destroy, "An integration can only be restored by hand"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tf := newGitLab(t, always(test.status, test.body)).terraform()
			do := func(i int) []*tfprotov6.Diagnostic { return test.do(tf, test.state(i), test.typeName) }
			expectOneExplained(t, inMany(do), tfprotov6.DiagnosticSeverityWarning, 2, test.summary)
			tf.configure()
			expectWarning(t, do(0), "", test.summary)
			expectNothing(t, do(0))
			expectWarning(t, do(1), "", "More of the same: "+test.summary, "acme", "001", "TF_LOG_PROVIDER=WARN")
			expectNothing(t, do(2))
		})
	}
}

// GitLab redirects a GET under the old path of a project.
func TestMovedProjectsAreExplainedOnce(t *testing.T) {
	tf := newGitLab(t, func(asked request) reply {
		path, old := strings.CutPrefix(asked.path, "/api/v4/projects/acme%2Fweb")
		switch {
		case old:
			number, rest, _ := strings.Cut(path, "/")
			return reply{status: http.StatusMovedPermanently, location: "/api/v4/projects/1" + number + "/" + rest}
		case strings.HasSuffix(asked.path, "team-chat"):
			return reply{status: http.StatusOK, body: answer(&chat, full)}
		default:
			return reply{status: http.StatusOK, body: `{"id":42,"path_with_namespace":"acme/site"}`}
		}
	}).terraform()
	found := inMany(func(i int) []*tfprotov6.Diagnostic {
		_, found := tf.read(chatType, chatIn(i))
		return found
	})
	expectOneExplained(t, found, tfprotov6.DiagnosticSeverityWarning, 2, "The project has moved")
}

// An error about a single resource is never shortened.
func TestOtherErrorsAreWhole(t *testing.T) {
	for _, body := range []string{`{"error":"webhook is missing"}`, `{"message":"404 Integration Not Found"}`, `{"message":"Something else"}`} {
		tf := newGitLab(t, always(http.StatusBadRequest, body)).terraform()
		for i := range 3 {
			_, found := tf.apply(chatType, nil, chatIn(i), chatIn(i))
			if len(found) != 1 || strings.Contains(found[0].Detail, "the same as in") {
				t.Errorf("%s: got %d diagnostics:", body, len(found))
				expectNothing(t, found)
			}
		}
	}
}

// With missing_owner = "error", a read or a destroy fails if GitLab does not find the
// owner. A missing integration is still no error.
func TestMissingOwnerCanBeAnError(t *testing.T) {
	for name, test := range map[string]struct {
		body  string
		state object
	}{
		"project": {`{"message":"404 Project Not Found"}`, chatState()},
		"group":   {`{"message":"404 Group Not Found"}`, chatState().with(object{"project": nil, "group": "acme", "id": "groups/acme"})},
	} {
		for refresh, list := range map[string]bool{"each": false, "list": true} {
			t.Run(name+"/"+refresh, func(t *testing.T) {
				g := newGitLab(t, always(http.StatusNotFound, test.body))
				tf := keepingMissing(g, list)
				state, found := tf.read(chatType, test.state)
				expectError(t, found, "", "A "+name+" is gone", "Cannot read Team chat in", "was deleted", "is no longer allowed to see it", "`terraform state rm`", "`-refresh=false`")
				expectObject(t, state, test.state)
				tf.configure()
				state, found = tf.apply(chatType, test.state, nil, nil)
				expectError(t, found, "", "A "+name+" is gone", "Cannot disable Team chat in", "was deleted", "is no longer allowed to see it", "`terraform state rm`", "`-refresh=false`")
				expectObject(t, state, test.state)
			})
		}
	}
}

// keepingMissing returns a Terraform whose provider has missing_owner = "error".
func keepingMissing(g *gitlab, list bool) *terraform {
	made := newClient(g.t, g.address)
	provider := &integration.Provider{Client: made, KeepMissing: true}
	if list {
		provider.Lists, provider.RefreshByList = discovery.NewLists(made), true
	}
	return drive(g.t, func() *integration.Provider { return provider })
}

func TestMissingIntegrationIsNoMissingOwner(t *testing.T) {
	tf := keepingMissing(newGitLab(t, always(http.StatusNotFound, `{"message":"404 Integration Not Found"}`)), false)
	state, found := tf.read(chatType, chatState())
	expectNothing(t, found)
	expectObject(t, state, nil)
	state, found = tf.apply(chatType, chatState(), nil, nil)
	expectNothing(t, found)
	expectObject(t, state, nil)
}

func TestMissingOwnerIsForgotten(t *testing.T) {
	tf := newGitLab(t, always(http.StatusNotFound, `{"message":"404 Project Not Found"}`)).terraform()
	state, found := tf.apply(chatType, chatState(), nil, nil)
	expectNothing(t, found)
	expectObject(t, state, nil)
}

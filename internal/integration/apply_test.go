package integration_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

const chatPath = "projects/acme%2Fweb/integrations/team-chat"

// askPaths is the request that follows the first response that a project or group does
// not exist. It checks that encoded paths reach GitLab unchanged.
const askPaths = "GET projects/0%2F0/issues/%31"

func TestCreateIsOnePutOfEverySetting(t *testing.T) {
	g := newGitLab(t, keeping(&chat))
	state, found := g.terraform().change(chatType, nil, minimal)
	expectNothing(t, found)
	expectObject(t, state, minimal.with(defaults))
	expectBody(t, g.sent(), map[string]any{
		"use_inherited_settings": false, "webhook": "https://chat.example/hook", "relay_token": nil, "signing_key": nil,
		"server_url": "https://chat.example", "audience": nil, "username": nil, "branches": "default", "priority": 0,
		"thread": nil, "labels": []string{}, "only_broken": true, "old_flag": nil, "push_events": true, "job_events": true,
		"hidden_flag": false, "issue_channel": nil, "confidential_issue_channel": nil, "verify_tls": true,
		"statuses": nil, "pattern": nil,
	})
	expectRequests(t, g, "PUT "+chatPath)
}

func TestUpdateIsOnePutOfEverySetting(t *testing.T) {
	g := newGitLab(t, keeping(&chat))
	prior := minimal.with(defaults)
	state, found := g.terraform().change(chatType, prior, full)
	expectNothing(t, found)
	expectObject(t, state, full.with(object{"id": "projects/acme/web", "use_inherited_settings": false}))
	want := full.with(object{"use_inherited_settings": false, "labels": []string{"a", "b"}})
	delete(want, "project")
	expectBody(t, g.sent(), want)
	expectRequests(t, g, "PUT "+chatPath)
}

func TestRemovedSettingsAreResetInGitLab(t *testing.T) {
	g := newGitLab(t, keeping(&chat))
	tf := g.terraform()
	created, found := tf.change(chatType, nil, full)
	expectNothing(t, found)
	updated, found := tf.change(chatType, created, minimal)
	expectNothing(t, found)
	expectObject(t, updated, minimal.with(defaults))
	body := g.sent()
	for _, name := range []string{"username", "thread", "audience", "issue_channel", "old_flag"} {
		if value, sent := body[name]; !sent || value != nil {
			t.Errorf("the PUT has %s = %v", name, value)
		}
	}
	if body["branches"] != "default" || body["push_events"] != true {
		t.Errorf("got the body %v", body)
	}
}

func TestGroupsHaveTheirOwnRoute(t *testing.T) {
	g := newGitLab(t, keeping(&specs[2]))
	tf := g.terraform()
	state, found := tf.change(trackerType, nil, object{"group": "acme/sub", "url": "https://x.example"})
	expectNothing(t, found)
	_, found = tf.read(trackerType, state)
	expectNothing(t, found)
	_, found = tf.destroy(trackerType, state)
	expectNothing(t, found)
	path := "groups/acme%2Fsub/integrations/tracker"
	expectRequests(t, g, "PUT "+path, "GET "+path, "DELETE "+path)
}

func TestNothingIsUnknownAfterApply(t *testing.T) {
	g := newGitLab(t, keeping(&chat))
	planned := minimal.with(defaults, object{"job_events": unknown, "branches": unknown, "id": unknown, "labels": unknown})
	state, found := g.terraform().apply(chatType, nil, planned, minimal)
	expectNothing(t, found)
	for name, value := range state {
		if value == unknown {
			t.Errorf("%s is unknown", name)
		}
	}
}

func TestApplyReturnsThePlannedValuesWhateverGitLabAnswers(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&chat, object{"branches": "all", "priority": "x", "server_url": "", "push_events": nil})))
	state, _ := g.terraform().change(chatType, nil, full)
	expectObject(t, state, full.with(object{"id": "projects/acme/web", "use_inherited_settings": false}))
}

func TestApplyReturnsThePrivateState(t *testing.T) {
	written := strings.TrimSuffix(storedPrivate, "}") + "," + strings.TrimPrefix(knownRow, "{")
	for name, test := range map[string]struct {
		handler func(request) reply
		want    string
	}{
		"success": {keeping(&chat), written},
		"failure": {always(http.StatusForbidden, `{"message":"403 Forbidden"}`), storedPrivate},
	} {
		t.Run(name, func(t *testing.T) {
			tf := newGitLab(t, test.handler).terraform()
			_, private, _ := tf.applyPrivate(chatType, nil, minimal.with(defaults), minimal, []byte(storedPrivate))
			if string(private) != test.want {
				t.Errorf("got the private state %s", private)
			}
		})
	}
}

func TestSecretsOfAPut(t *testing.T) {
	state := minimal.with(defaults)
	drifted := state.with(object{"username": "theirs"})
	inheriting := object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": true}
	type body = map[string]any
	tests := map[string]struct {
		prior, config object
		want          body
	}{
		"null for a new integration":      {nil, minimal, body{"webhook": minimal["webhook"], "relay_token": nil, "signing_key": nil}},
		"never set are left out":          {drifted, minimal, body{"webhook": minimal["webhook"], "relay_token": nil}},
		"set":                             {nil, full, body{"webhook": full["webhook"], "relay_token": "relay", "signing_key": "sign"}},
		"unchanged are sent again":        {drifted.with(object{"signing_key": "sign"}), minimal.with(object{"signing_key": "sign"}), body{"webhook": minimal["webhook"], "relay_token": nil, "signing_key": "sign"}},
		"after an import are sent again":  {object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": false}, full, body{"webhook": full["webhook"], "relay_token": "relay", "signing_key": "sign"}},
		"removed are null":                {state.with(object{"signing_key": "sign"}), minimal, body{"webhook": minimal["webhook"], "relay_token": nil, "signing_key": nil}},
		"null where inheritance was left": {inheriting, minimal, body{"webhook": minimal["webhook"], "relay_token": nil, "signing_key": nil}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, keeping(&chat))
			_, found := g.terraform().change(chatType, test.prior, test.config)
			expectNothing(t, found)
			got := body{}
			for name, value := range g.sent() {
				if slices.Contains([]string{"webhook", "relay_token", "signing_key"}, name) {
					got[name] = value
				}
			}
			expectBody(t, got, test.want)
		})
	}
}

func TestInheritingIsOnePutOfTheDemandedKeysAndOneGet(t *testing.T) {
	config := object{"project": "acme/web", "use_inherited_settings": true}
	for name, prior := range map[string]object{"create": nil, "update": full.with(defaults)} {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, keeping(&chat))
			state, found := g.terraform().change(chatType, prior, config)
			expectNothing(t, found)
			expectObject(t, state, config.with(object{"id": "projects/acme/web"}))
			expectBody(t, g.sent(), map[string]any{
				"use_inherited_settings": true, "webhook": nil, "relay_token": nil, "server_url": nil, "audience": nil})
			expectRequests(t, g, "GET metadata", "GET version", "PUT "+chatPath, "GET "+chatPath)
		})
	}
}

func TestInheritanceThatGitLabDoesNotConfirm(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&chat, nil)))
	config := object{"project": "acme/web", "use_inherited_settings": true}
	state, found := g.terraform().change(chatType, nil, config)
	expectWarning(t, found, "", "did not confirm", "`use_inherited_settings`")
	expectObject(t, state, config.with(object{"id": "projects/acme/web"}))
}

func TestInheritanceWithoutADefaultAboveIsAnError(t *testing.T) {
	g := newGitLab(t, always(http.StatusBadRequest, `{"message":"Default integration not found."}`))
	state, found := g.terraform().change(chatType, nil, object{"project": "acme/web", "use_inherited_settings": true})
	expectError(t, found, "use_inherited_settings", "Default integration not found.", "There is nothing to inherit")
	expectObject(t, state, nil)
}

// shownInstead matches the part of a warning that shows the value that GitLab has.
var shownInstead = regexp.MustCompile(" \\(GitLab has `[^`]*`\\)")

func TestConfirmationShowsWhatGitLabHas(t *testing.T) {
	shown := full.with(object{"username": "a\r\n\"b\"", "thread": 5, "labels": []string{"x"}, "audience": "relay sign"})
	delete(shown, "pattern")
	g := newGitLab(t, always(http.StatusOK, answer(&chat, shown)))
	_, found := g.terraform().change(chatType, nil, full)
	expectWarning(t, found, "", "`audience` (GitLab has `\"(sensitive) (sensitive)\"`), "+
		"`username` (GitLab has `\"a\\n\\\"b\\\"\"`), `thread` (GitLab has `5`), `labels` (GitLab has `[\"x\"]`), `pattern`.", "write it as GitLab has it")
}

func TestConfirmationNamesExactlyTheUnconfirmedConfiguredSettings(t *testing.T) {
	// answered has the settings whose values in GitLab's response differ from those of
	// the PUT.
	leftOut := "left out"
	tests := map[string]struct {
		config   object
		answered object
		want     []string
	}{
		"all confirmed":                    {full, nil, nil},
		"shown differently":                {full, object{"branches": "default", "username": "x"}, []string{"username", "branches"}},
		"left out":                         {full, object{"thread": leftOut, "job_events": leftOut}, []string{"thread", "job_events"}},
		"null":                             {full, object{"thread": nil, "only_broken": true}, []string{"thread", "only_broken"}},
		"text instead of a number":         {full, object{"priority": "high"}, []string{"priority"}},
		"equivalent form":                  {full, object{"priority": "2", "thread": "123", "push_events": "0", "old_flag": 1, "labels": "a,b"}, nil},
		"normalized":                       {full, object{"server_url": "https://chat.example", "statuses": "open,closed"}, nil},
		"always returned":                  {full, object{"verify_tls": true}, nil},
		"omitted, though always returned":  {full, object{"verify_tls": leftOut}, []string{"verify_tls"}},
		"hidden and omitted":               {full, object{"hidden_flag": leftOut}, nil},
		"hidden, but shown differently":    {full, object{"hidden_flag": false}, []string{"hidden_flag"}},
		"no secrets":                       {full, object{"webhook": leftOut, "signing_key": leftOut}, nil},
		"empty text is null":               {full.with(object{"username": ""}), object{"username": nil}, nil},
		"false is null without a default":  {full.with(object{"old_flag": false}), object{"old_flag": nil}, nil},
		"false is not null with a default": {full, object{"push_events": nil}, []string{"push_events"}},
		"empty text that falls back":       {full.with(object{"confidential_issue_channel": ""}), object{"confidential_issue_channel": "general"}, nil},
		"defaults":                         {minimal, object{"branches": "all", "priority": leftOut, "labels": []string{"x"}, "push_events": false}, nil},
		"unset settings":                   {minimal, object{"username": "someone", "thread": 5}, nil},
		"configured value and defaults":    {minimal, object{"server_url": "https://other.example", "branches": "all"}, []string{"server_url"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			shown := defaults.with(test.config, test.answered)
			for name, value := range shown {
				if value == leftOut {
					delete(shown, name)
				}
			}
			g := newGitLab(t, always(http.StatusOK, answer(&chat, shown)))
			state, found := g.terraform().change(chatType, nil, test.config)
			expectObject(t, state, defaults.with(test.config))
			if test.want == nil {
				expectNothing(t, found)
				return
			}
			for _, diagnostic := range found {
				diagnostic.Detail = shownInstead.ReplaceAllString(diagnostic.Detail, "")
			}
			list := "`" + strings.Join(test.want, "`, `") + "`."
			expectWarning(t, found, "", "did not confirm", "Team chat in project acme/web", "as they are configured: "+list)
		})
	}
}

// After a successful PUT the resource is in the state even if the read that follows
// fails.
func TestPutOfWhatInheritsIsEnough(t *testing.T) {
	config := object{"project": "acme/web", "use_inherited_settings": true}
	onlyPut := func(asked request) reply {
		if asked.method == http.MethodPut {
			return reply{status: http.StatusOK, body: answer(&chat, nil)}
		}
		return reply{status: http.StatusForbidden, body: `{"message":"403 Forbidden"}`}
	}
	tf := newGitLab(t, onlyPut).terraform()
	for _, prior := range []object{nil, minimal.with(defaults)} {
		state, found := tf.change(chatType, prior, config)
		expectWarning(t, found, "", "was set up, but not read", "403 Forbidden")
		expectObject(t, state, config.with(object{"id": "projects/acme/web"}))
	}
}

// After a failed update, the state must not claim secrets that GitLab may have replaced.
// After a failed create for which the outcome is unknown, the state is as planned.
func TestFailedCreateReturnsNullAndFailedUpdateThePriorState(t *testing.T) {
	prior := minimal.with(defaults)
	uncertain := object{"relay_token": lostSecret, "signing_key": lostSecret}
	complete := full.with(object{"id": "projects/acme/web", "use_inherited_settings": false})
	noSuchSlug := func(asked request) reply {
		if asked.method == http.MethodPut {
			return reply{status: http.StatusNotFound, body: `{"error":"404 Not Found"}`}
		}
		return reply{status: http.StatusBadRequest, body: `{"error":"slug does not have a valid value"}`}
	}
	tests := map[string]struct {
		config    object
		respond   func(request) reply
		attribute string
		words     string
		uncertain object
		created   object
	}{
		"refused":         {full, always(http.StatusForbidden, `{"message":"403 Forbidden"}`), "", "403 Forbidden", nil, nil},
		"unknown project": {full, always(http.StatusNotFound, `{"message":"404 Project Not Found"}`), "project", "404 Project Not Found", nil, nil},
		"no such slug":    {full, noSuchSlug, "", "no integration `team-chat`", nil, nil},
		"moved project":   {full, always(http.StatusMethodNotAllowed, `{"message":"Non GET methods are not allowed for moved projects"}`), "project", "new path", nil, nil},
		"a page":          {full, always(http.StatusOK, `<html><title>Sign in</title></html>`), "", "Sign in", uncertain, nil},
		"null":            {full, always(http.StatusOK, `null`), "", "not an integration", uncertain, complete},
		"not active":      {full, always(http.StatusOK, changed(answer(&chat, full), object{"active": false})), "", "not active", uncertain, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tf := newGitLab(t, test.respond).terraform()
			created, found := tf.change(chatType, nil, test.config)
			expectError(t, found, test.attribute, "Cannot set up Team chat in project acme/web", test.words)
			expectObject(t, created, test.created)
			tf.configure()
			updated, found := tf.change(chatType, prior, test.config)
			expectError(t, found, test.attribute, "Cannot change Team chat in project acme/web", test.words)
			expectObject(t, updated, prior.with(test.uncertain))
		})
	}
}

func TestRefusalsStandOnTheAttributesThatGitLabNames(t *testing.T) {
	tests := map[string]struct {
		body       string
		attributes []string
	}{
		"missing":               {`{"error":"webhook is missing, server_url is missing"}`, []string{"webhook", "server_url"}},
		"invalid":               {`{"error":"thread is invalid"}`, []string{"thread"}},
		"empty":                 {`{"error":"labels is empty"}`, []string{"labels"}},
		"enumeration":           {`{"error":"branches does not have a valid value"}`, []string{"branches"}},
		"Ruby before 3.4":       {`{"message":"Failed to update integration. {:webhook=>[\"can't be blank\", \"must be a valid URL\"], :server_url=>[\"is blocked\"]}"}`, []string{"webhook", "server_url"}},
		"Ruby since 3.4":        {`{"message":"Failed to update integration. {webhook: [\"can't be blank\", \"must be a valid URL\"], server_url: [\"is blocked\"]}"}`, []string{"webhook", "server_url"}},
		"base, before Ruby 3.4": {`{"message":"Failed to update integration. {:base=>[\"Another issue tracker is already in use\"]}"}`, nil},
		"base, since Ruby 3.4":  {`{"message":"Failed to update integration. {base: [\"Another issue tracker is already in use\"]}"}`, nil},
		"unknown name":          {`{"error":"color is missing"}`, nil},
		"no name":               {`{"message":"400 Bad Request"}`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, always(http.StatusBadRequest, test.body))
			state, found := g.terraform().change(chatType, nil, full)
			expectObject(t, state, nil)
			if test.attributes == nil {
				expectError(t, found, "", "Cannot set up Team chat in project acme/web", "400")
				return
			}
			if len(found) != len(test.attributes) {
				t.Fatalf("got %d diagnostics, want %d", len(found), len(test.attributes))
			}
			for i, attribute := range test.attributes {
				expectError(t, found[i:i+1], attribute, "Cannot set up Team chat in project acme/web", "400")
			}
		})
	}
}

func TestAppThatIsNotInstalledIsExplained(t *testing.T) {
	body := `{"message":"You cannot create the Installed app integration from the API"}`
	g := newGitLab(t, always(http.StatusUnprocessableEntity, body))
	state, found := g.terraform().change(installedType, nil, object{"project": "acme/web"})
	expectError(t, found, "", "You cannot create the Installed app", "Install it on the page of the app.")
	expectObject(t, state, nil)
}

func TestAppThatStaysInactiveIsExplained(t *testing.T) {
	inactive := changed(answer(&specs[3], object{"push_events": true}), object{"active": false})
	g := newGitLab(t, always(http.StatusOK, inactive))
	state, found := g.terraform().change(installedType, nil, object{"project": "acme/web"})
	expectError(t, found, "", "not active", "Install it on the page of the app.")
	expectObject(t, state, nil)
}

func TestDestroyIsOneDelete(t *testing.T) {
	tests := map[string]reply{
		"disabled":        {status: http.StatusNoContent},
		"never set up":    {status: http.StatusNotFound, body: `{"message":"404 Integration Not Found"}`},
		"project is gone": {status: http.StatusNotFound, body: `{"message":"404 Project Not Found"}`},
		"unknown slug":    {status: http.StatusBadRequest, body: `{"error":"slug does not have a valid value"}`},
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, func(request) reply { return answer })
			state, found := g.terraform().destroy(chatType, minimal.with(defaults))
			expectNothing(t, found)
			expectObject(t, state, nil)
			want := []string{"DELETE " + chatPath}
			if name == "project is gone" {
				want = append(want, askPaths)
			}
			expectRequests(t, g, want...)
		})
	}
}

func TestFailedDestroyKeepsTheState(t *testing.T) {
	for name, answer := range map[string]reply{
		"refused":       {status: http.StatusForbidden, body: `{"message":"403 Forbidden"}`},
		"a proxy's 404": {status: http.StatusNotFound, body: `<html><title>Nothing here</title></html>`},
	} {
		t.Run(name, func(t *testing.T) {
			prior := minimal.with(defaults)
			state, found := newGitLab(t, func(request) reply { return answer }).terraform().destroy(chatType, prior)
			expectError(t, found, "", "Cannot disable Team chat in project acme/web")
			expectObject(t, state, prior)
		})
	}
}

func TestUndeletableIsOnlyForgotten(t *testing.T) {
	g := newGitLab(t, always(http.StatusTeapot, "{}"))
	state, found := g.terraform().destroy(installedType, object{"id": "groups/acme", "group": "acme"})
	expectNothing(t, found) // The plan has already warned.
	expectObject(t, state, nil)
	expectRequests(t, g)
}

// The context of the request is canceled when the user presses Ctrl-C. This GitLab does
// not respond: its handler waits until the provider ends the request.
func TestInterruptedPutSaysSo(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		// The server notices a canceled request only after it has read the body.
		_, _ = io.Copy(io.Discard, r.Body)
		interrupt()
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	made := newClient(t, server.URL)
	tf := drive(t, configuredWith(made))
	schema := tf.schemas.ResourceSchemas[chatType]
	prior := minimal.with(defaults)
	resp, err := tf.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: chatType, PriorState: encode(t, schema, prior),
		PlannedState: encode(t, schema, defaults.with(full)), Config: encode(t, schema, full)})
	tf.noError(err)
	expectError(t, resp.Diagnostics, "", "Cannot change Team chat in project acme/web", "interrupted")
	expectObject(t, decode(t, schema, resp.NewState), prior.with(object{"relay_token": lostSecret, "signing_key": lostSecret}))
}

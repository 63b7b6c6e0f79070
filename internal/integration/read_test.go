package integration_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// chatState returns the state of an integration that was created with the configuration
// full.
func chatState() object {
	return full.with(object{"id": "projects/acme/web", "use_inherited_settings": false})
}

func TestReadIsOneGet(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&chat, full)))
	state, found := g.terraform().read(chatType, chatState())
	expectNothing(t, found)
	expectObject(t, state, chatState())
	expectRequests(t, g, "GET "+chatPath)
}

func TestReadShowsDriftOfEverySettingButSecrets(t *testing.T) {
	drift := object{
		"server_url": "https://other.example", "audience": "all", "username": "x", "branches": "protected", "priority": 1,
		"thread": 5, "labels": []string{"c"}, "only_broken": true, "old_flag": nil, "push_events": true, "job_events": false,
		"hidden_flag": false, "issue_channel": "random", "confidential_issue_channel": "other", "statuses": "new", "pattern": "x",
	}
	for name, value := range drift {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, always(http.StatusOK, answer(&chat, full.with(object{name: value}))))
			state, found := g.terraform().read(chatType, chatState())
			expectNothing(t, found)
			expectObject(t, state, chatState().with(object{name: value}))
		})
	}
	for _, p := range chat.Parameters {
		if _, tested := drift[p.Name]; !tested && !p.Secret && p.AlwaysAnswered == nil {
			t.Errorf("the refresh does not change %s", p.Name)
		}
	}
}

func TestReadKeepsWhatMeansTheSame(t *testing.T) {
	tests := map[string]struct{ before, answered object }{
		"trailing slash":             {object{"server_url": "https://x.example/"}, object{"server_url": "https://x.example"}},
		"no trailing slash":          {object{"server_url": "https://x.example"}, object{"server_url": "https://x.example/"}},
		"comma list":                 {object{"statuses": " open ,, closed,open"}, object{"statuses": "open,closed"}},
		"order of a set":             {object{"labels": []string{"b", "a"}}, object{"labels": []string{"a", "b"}}},
		"spaces in a set":            {object{"labels": []string{" a"}}, object{"labels": []string{"a"}}},
		"empty set and null":         {object{"labels": []string{}}, object{"labels": nil}},
		"empty text and null":        {object{"username": ""}, object{"username": nil}},
		"null and empty text":        {object{"username": nil}, object{"username": ""}},
		"false and null, no default": {object{"old_flag": false}, object{"old_flag": nil}},
		"null and false, no default": {object{"old_flag": nil}, object{"old_flag": false}},
		"true as text":               {object{"push_events": true}, object{"push_events": "true"}},
		"true as a number":           {object{"push_events": true}, object{"push_events": 1}},
		"number as text":             {object{"thread": 7}, object{"thread": "7"}},
		"text as number":             {object{"username": "7"}, object{"username": 7}},
		"always returned":            {object{"verify_tls": false}, object{"verify_tls": true}},
		"fall back, null":            {object{"confidential_issue_channel": nil}, object{"confidential_issue_channel": "general"}},
		"fall back, empty text":      {object{"confidential_issue_channel": ""}, object{"confidential_issue_channel": "general"}},
		"the fall-back, configured":  {object{"confidential_issue_channel": "general"}, object{"confidential_issue_channel": "general"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			before := chatState().with(test.before)
			g := newGitLab(t, always(http.StatusOK, answer(&chat, full.with(test.answered))))
			state, found := g.terraform().read(chatType, before)
			expectNothing(t, found)
			expectObject(t, state, before)
		})
	}
}

func TestReadSeesTheDifferenceBetweenFalseAndNullWhereThereIsADefault(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&chat, full.with(object{"push_events": nil, "hidden_flag": nil}))))
	state, found := g.terraform().read(chatType, chatState().with(object{"push_events": false, "hidden_flag": false}))
	expectNothing(t, found)
	expectObject(t, state, chatState().with(object{"push_events": nil, "hidden_flag": nil}))
}

func TestReadKeepsWhatTheAnswerLeavesOut(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&chat, nil)))
	state, found := g.terraform().read(chatType, chatState())
	expectNothing(t, found)
	expectObject(t, state, chatState())
}

func TestReadIgnoresWhatItDoesNotKnow(t *testing.T) {
	shown := changed(answer(&chat, full), object{"color": "red"})
	shown["properties"] = object(shown["properties"].(map[string]any)).with(object{"work_item_channel": "x", "webhook": "https://leak.example"})
	state, found := newGitLab(t, always(http.StatusOK, shown)).terraform().read(chatType, chatState())
	expectNothing(t, found)
	expectObject(t, state, chatState())
}

func TestReadOfWhatIsGone(t *testing.T) {
	tests := map[string]struct {
		status  int
		body    any
		warning string
		asked   []string
	}{
		"never set up":            {http.StatusNotFound, `{"message":"404 Integration Not Found"}`, "", nil},
		"never set up, GitLab 14": {http.StatusNotFound, `{"message":"404 Service Not Found"}`, "", nil},
		"disabled":                {http.StatusOK, changed(answer(&chat, full), object{"active": false}), "", nil},
		"project is gone":         {http.StatusNotFound, `{"message":"404 Project Not Found"}`, "Project acme/web is gone", []string{askPaths}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, always(test.status, test.body))
			state, found := g.terraform().read(chatType, chatState())
			expectObject(t, state, nil)
			if test.warning == "" {
				expectNothing(t, found)
			} else {
				expectWarning(t, found, "", test.warning, "Team chat")
			}
			expectRequests(t, g, append([]string{"GET " + chatPath}, test.asked...)...)
		})
	}
}

func TestReadOfAGroupThatIsGoneWarns(t *testing.T) {
	g := newGitLab(t, always(http.StatusNotFound, `{"message":"404 Group Not Found"}`))
	state, found := g.terraform().read(trackerType, object{"id": "groups/acme", "group": "acme", "url": "x"})
	expectWarning(t, found, "", "Group acme is gone")
	expectObject(t, state, nil)
}

func TestFailedReadKeepsTheState(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		words  string
	}{
		"forbidden":     {http.StatusForbidden, `{"message":"403 Forbidden"}`, "403 Forbidden"},
		"invalid token": {http.StatusUnauthorized, `{"error":"invalid_token","error_description":"Token was revoked."}`, "Token was revoked."},
		"broken":        {http.StatusInternalServerError, `{"message":"500 Internal Server Error"}`, "500"},
		"proxy":         {http.StatusNotFound, `<html><title>Nothing here</title></html>`, "Nothing here"},
		"other 404":     {http.StatusNotFound, `{"message":"404 Not Found"}`, "404 Not Found"},
		"not JSON":      {http.StatusOK, `hello`, "JSON"},
		"null":          {http.StatusOK, `null`, "not an integration"},
		"other JSON":    {http.StatusOK, `{"error":"maintenance"}`, "not an integration"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			state, found := newGitLab(t, always(test.status, test.body)).terraform().read(chatType, chatState())
			expectError(t, found, "", "Cannot read Team chat in project acme/web", test.words)
			expectObject(t, state, chatState())
		})
	}
}

func TestReadOfAMovedProjectWarns(t *testing.T) {
	g := newGitLab(t, func(asked request) reply {
		if strings.HasSuffix(asked.path, "/"+chatPath) {
			return reply{status: http.StatusMovedPermanently, location: "/api/v4/projects/42/integrations/team-chat", body: "moved"}
		}
		return reply{status: http.StatusOK, body: answer(&chat, full.with(object{"username": "x"}))}
	})
	state, found := g.terraform().read(chatType, chatState())
	expectWarning(t, found, "project", "Project acme/web has moved", "Set `project` to the new path")
	expectObject(t, state, chatState().with(object{"username": "x"}))
	_, found = g.terraform().data(chatType, object{"project": "acme/web"})
	expectWarning(t, found, "project", "Project acme/web has moved")
}

func TestReadOfSettingsThatAreInheritedNow(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, changed(answer(&chat, full), object{"inherited": true})))
	tf := g.terraform()
	state, found := tf.read(chatType, chatState())
	expectNothing(t, found)
	expectObject(t, state, object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": true})
	expectObject(t, tf.plan(chatType, state, full).state, chatState())
}

func TestReadOfSettingsThatAreNoLongerInherited(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&chat, full)))
	before := object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": true}
	state, found := g.terraform().read(chatType, before)
	expectNothing(t, found)
	expectObject(t, state, chatState().with(object{"webhook": nil, "signing_key": nil, "relay_token": nil}))
}

// GitLab before 17.2 does not return `inherited`.
func TestReadWithoutTheKeyInheritedIsNotInherited(t *testing.T) {
	shown := answer(&chat, full)
	delete(shown, "inherited")
	state, found := newGitLab(t, always(http.StatusOK, shown)).terraform().read(chatType, chatState())
	expectNothing(t, found)
	expectObject(t, state, chatState())
}

func TestReadReturnsThePrivateStateOfWhatItCannotRead(t *testing.T) {
	g := newGitLab(t, always(http.StatusForbidden, `{"message":"403 Forbidden"}`))
	_, private, _ := g.terraform().readPrivate(chatType, chatState(), []byte("private"))
	if string(private) != "private" {
		t.Errorf("got %q", private)
	}
}

func TestImportHasTheOwnerAndNothingElse(t *testing.T) {
	tests := []struct {
		typeName, id string
		want         object
	}{
		{chatType, "acme/web", object{"id": "projects/acme/web", "project": "acme/web"}},
		{chatType, "42", object{"id": "projects/42", "project": "42"}},
		{chatType, "projects/acme/sub/web.site", object{"id": "projects/acme/sub/web.site", "project": "acme/sub/web.site"}},
		{chatType, "projects/42", object{"id": "projects/42", "project": "42"}},
		{chatType, "groups/acme", object{"id": "groups/acme", "group": "acme"}},
		{chatType, "groups/acme/sub", object{"id": "groups/acme/sub", "group": "acme/sub"}},
		{chatType, "groups/7", object{"id": "groups/7", "group": "7"}},
		{chatType, "groups/groups/x", object{"id": "groups/groups/x", "group": "groups/x"}},
		{chatType, "groups", object{"id": "projects/groups", "project": "groups"}},
		{storeType, "acme/web", object{"id": "projects/acme/web", "project": "acme/web"}},
		{storeType, "projects/1", object{"id": "projects/1", "project": "1"}},
		{trackerType, "acme/sub", object{"id": "groups/acme/sub", "group": "acme/sub"}},
		{trackerType, "groups/acme", object{"id": "groups/acme", "group": "acme"}},
	}
	for _, test := range tests {
		t.Run(test.typeName+" "+test.id, func(t *testing.T) {
			tf := offline(t)
			imported, found := tf.importState(test.typeName, test.id)
			expectNothing(t, found)
			if len(imported) != 1 || imported[0].TypeName != test.typeName || len(imported[0].Private) == 0 {
				t.Fatalf("got the resources %+v", imported)
			}
			expectObject(t, decode(t, tf.schemas.ResourceSchemas[test.typeName], imported[0].State), test.want)
		})
	}
}

func TestImportRefusesOtherIDs(t *testing.T) {
	tests := []struct{ typeName, id, words string }{
		{chatType, "", "`<project>`, `projects/<project>` or `groups/<group>`"},
		{chatType, "projects/", "`<project>`, `projects/<project>` or `groups/<group>`"},
		{chatType, "groups/", "`groups/<group>`"},
		{chatType, "/acme/web", `it is "/acme/web"`},
		{chatType, "acme/web/", `it is "acme/web/"`},
		{chatType, " 42", `it is " 42"`},
		{chatType, "acme%2Fweb", `it is "acme%2Fweb"`},
		{storeType, "groups/acme", "App store does not exist on groups"},
		{trackerType, "projects/acme/web", "Tracker does not exist on projects"},
	}
	for _, test := range tests {
		t.Run(test.typeName+" "+test.id, func(t *testing.T) {
			imported, found := offline(t).importState(test.typeName, test.id)
			expectError(t, found, "", "Invalid import ID for "+test.typeName, test.words)
			if len(imported) > 0 {
				t.Errorf("got %+v", imported)
			}
		})
	}
}

// importAndRead imports acme/web, which includes a read.
func importAndRead(tf *terraform) (object, []byte, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	imported, found := tf.importState(chatType, "acme/web")
	expectNothing(tf.t, found)
	return tf.readPrivate(chatType, decode(tf.t, tf.schemas.ResourceSchemas[chatType], imported[0].State), imported[0].Private)
}

func TestReadAfterImportFillsTheState(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&chat, full)))
	state, private, found := importAndRead(g.terraform())
	expectNothing(t, found)
	expectObject(t, state, chatState().with(object{"webhook": nil, "signing_key": nil, "relay_token": nil}))
	if want := strings.Replace(knownRow, "}}", `},"adopted":true}`, 1); string(private) != want {
		t.Errorf("the private state is %s", private)
	}
	expectRequests(t, g, "GET "+chatPath)
}

func TestReadAfterImportOfInheritedSettings(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, changed(answer(&chat, full), object{"inherited": true})))
	state, _, found := importAndRead(g.terraform())
	expectNothing(t, found)
	expectObject(t, state, object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": true})
}

func TestReadAfterImportRefusesWhatIsNotActive(t *testing.T) {
	tests := map[string]struct {
		status           int
		body             any
		attribute, words string
	}{
		"never set up":    {http.StatusNotFound, `{"message":"404 Integration Not Found"}`, "", "never set up"},
		"disabled":        {http.StatusOK, changed(answer(&chat, full), object{"active": false}), "", "disabled"},
		"project is gone": {http.StatusNotFound, `{"message":"404 Project Not Found"}`, "project", "Check the spelling"},
		"unknown slug":    {http.StatusBadRequest, `{"error":"slug does not have a valid value"}`, "", "no integration `team-chat`"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, found := importAndRead(newGitLab(t, always(test.status, test.body)).terraform())
			expectError(t, found, test.attribute, "Cannot import Team chat in project acme/web", test.words)
		})
	}
}

func TestImportedResourceNeedsNoChangeButSecrets(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&chat, full)))
	tf := g.terraform()
	state, _, _ := importAndRead(tf)
	plan := tf.plan(chatType, state, full)
	if len(plan.replace) > 0 {
		t.Errorf("the plan replaces %q", plan.replace)
	}
	plan.state["webhook"], plan.state["signing_key"], plan.state["relay_token"] = nil, nil, nil
	state["server_url"], state["statuses"] = full["server_url"], full["statuses"]
	expectObject(t, plan.state, state)
}

func TestUpgradeDropsExtraAttributesAndLeavesMissingOnesNull(t *testing.T) {
	tf := offline(t)
	state, found := tf.upgrade(chatType, `{"id":"projects/42","project":"42","priority":1,"labels":["a"],"color":"red","nested":{"a":[1,{}]}}`)
	expectNothing(t, found)
	expectObject(t, state, object{"id": "projects/42", "project": "42", "priority": 1, "labels": []string{"a"}})
}

func TestUpgradeKeepsACurrentState(t *testing.T) {
	state, found := offline(t).upgrade(chatType, jsonText(chatState()))
	expectNothing(t, found)
	expectObject(t, state, chatState())
}

// TestUpgradeHandsBackWhatFits checks that a state of plain values that fits the schema
// is returned unchanged, and that one which does not fit is decoded.
func TestUpgradeHandsBackWhatFits(t *testing.T) {
	tf := offline(t)
	plain := map[string]any{}
	for _, attribute := range tf.schemas.ResourceSchemas[chatType].Block.Attributes {
		plain[attribute.Name] = nil
	}
	maps.Copy(plain, map[string]any{"id": "projects/42", "project": "42", "priority": 1, "use_inherited_settings": false})
	for name, test := range map[string]struct {
		change map[string]any
		fits   bool
	}{
		"nothing else": {nil, true},
		"a set":        {map[string]any{"labels": []string{"a"}}, false},
		"another type": {map[string]any{"project": 42}, false},
		"another name": {map[string]any{"priorities": nil}, false},
	} {
		t.Run(name, func(t *testing.T) {
			state := maps.Clone(plain)
			maps.Copy(state, test.change)
			saved, err := json.Marshal(state)
			tf.noError(err)
			resp, err := tf.server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
				TypeName: chatType, RawState: &tfprotov6.RawState{JSON: saved}})
			tf.noError(err)
			expectNothing(t, resp.Diagnostics)
			if handedBack := string(resp.UpgradedState.JSON) == string(saved); handedBack != test.fits {
				t.Errorf("the state is returned unchanged: %t, want %t: %q", handedBack, test.fits, resp.UpgradedState)
			}
		})
	}
}

func TestUpgradeOfWhatIsNoState(t *testing.T) {
	for name, rawState := range map[string]string{
		"no JSON":    `{`,
		"no object":  `[]`,
		"other type": `{"priority":"high"}`,
	} {
		t.Run(name, func(t *testing.T) {
			state, found := offline(t).upgrade(chatType, rawState)
			expectError(t, found, "", "Cannot read the saved state of "+chatType)
			expectObject(t, state, nil)
		})
	}
}

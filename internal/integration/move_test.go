package integration_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

const (
	mainProvider = "registry.terraform.io/gitlabhq/gitlab"
	ownProvider  = "registry.terraform.io/gitlab-integrations/gitlabintegrations"
)

// move returns the response to a `moved` block.
func (tf *terraform) move(provider, source, target, state, private string) *tfprotov6.MoveResourceStateResponse {
	tf.t.Helper()
	resp, err := tf.server.MoveResourceState(tf.t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: source, SourceState: &tfprotov6.RawState{JSON: []byte(state)},
		SourcePrivate: []byte(private), TargetTypeName: target})
	tf.noError(err)
	return resp
}

// moved returns the state after a `moved` block that must succeed.
func (tf *terraform) moved(provider, source, target, state string) object {
	tf.t.Helper()
	resp := tf.move(provider, source, target, state, "")
	expectNothing(tf.t, resp.Diagnostics)
	if resp.TargetState == nil {
		tf.t.Fatal("the response has no state")
	}
	return decode(tf.t, tf.schemas.ResourceSchemas[target], resp.TargetState)
}

// TestMoveFromTheMainProvider checks how each form of a value in the old state is
// converted.
func TestMoveFromTheMainProvider(t *testing.T) {
	tf := offline(t)
	empty := defaults.with(object{"project": "acme/web"})
	for name, test := range map[string]struct {
		state string
		want  object
	}{
		"nothing":                          {`{"project":"acme/web"}`, nil},
		"attributes that the target lacks": {`{"project":"acme/web","created_at":"2020","active":true,"nested":{"a":[1]},"job_name":"x"}`, nil},
		"values of other types":            {`{"project":"acme/web","priority":"2","only_broken":"false","username":7,"thread":123,"push_events":0}`, object{"priority": 2, "only_broken": false, "username": "7", "thread": 123, "push_events": false, "job_events": false}},
		"values that cannot be converted":  {`{"project":"acme/web","priority":{"a":1},"username":{"a":1},"labels":{"a":1},"only_broken":[{}],"webhook":{}}`, nil},
		"null":                             {`{"project":"acme/web","priority":null,"username":null,"labels":null,"only_broken":null,"webhook":null}`, nil},
		"unset in the form of the SDK":     {`{"project":"acme/web","username":"","old_flag":false,"statuses":"","webhook":""}`, nil},
		"list for a set":                   {`{"project":"acme/web","labels":["b","a"]}`, object{"labels": []string{"a", "b"}}},
		"text for a set":                   {`{"project":"acme/web","labels":"b,a"}`, object{"labels": []string{"a", "b"}}},
		"set for a text":                   {`{"project":"acme/web","statuses":["closed","open"]}`, object{"statuses": "closed,open"}},
		"secrets":                          {`{"project":"acme/web","webhook":"https://chat.example/hook","signing_key":"a*b"}`, object{"webhook": "https://chat.example/hook", "signing_key": "a*b"}},
		"secret that GitLab masked":        {`{"project":"acme/web","webhook":"************"}`, nil},
		"another name":                     {`{"project":"acme/web","push_event":false}`, object{"push_events": false}},
		"both the old and the new name":    {`{"project":"acme/web","push_event":false,"push_events":true}`, nil},
		"another value":                    {`{"project":"acme/web","only_default":false}`, object{"branches": "all"}},
		"both the old and the new value":   {`{"project":"acme/web","only_default":false,"branches":"protected"}`, object{"branches": "protected"}},
		"old value and empty new value":    {`{"project":"acme/web","only_default":false,"branches":""}`, object{"branches": "all"}},
		"old value that is null":           {`{"project":"acme/web","only_default":null}`, nil},
		"copied default":                   {`{"project":"acme/web","only_broken":false}`, object{"only_broken": false, "job_events": false}},
		"id alone":                         {`{"id":"42"}`, object{"project": "42", "id": "projects/42"}},
		"id of something else":             {`{"id":"5701","project":"acme/web"}`, nil},
		"number as project":                {`{"project":42}`, object{"project": "42", "id": "projects/42"}},
	} {
		t.Run(name, func(t *testing.T) {
			tf.t = t
			for _, source := range []string{"gitlab_service_chat", "gitlab_integration_old_chat", "gitlab_project_integration_chat"} {
				expectObject(t, tf.moved(mainProvider, source, chatType, test.state), empty.with(test.want))
			}
		})
	}
}

func TestMoveOfAGroup(t *testing.T) {
	tf := offline(t)
	resp := tf.move(mainProvider, "gitlab_group_integration_chat", chatType, `{"group":"acme","username":"bot"}`, "")
	expectNothing(t, resp.Diagnostics)
	expectObject(t, decode(t, tf.schemas.ResourceSchemas[chatType], resp.TargetState), defaults.with(object{"group": "acme", "id": "groups/acme", "username": "bot"}))
	tf.expectIdentity(chatType, resp.TargetIdentity, object{"group": "acme"})
}

func TestMoveOfWhatInherits(t *testing.T) {
	state := offline(t).moved(mainProvider, "gitlab_project_integration_chat", chatType,
		`{"project":"acme/web","use_inherited_settings":true,"webhook":"https://chat.example/hook","username":"bot"}`)
	expectObject(t, state, object{"project": "acme/web", "id": "projects/acme/web", "use_inherited_settings": true})
}

func TestMoveByEveryAddressOfTheMainProvider(t *testing.T) {
	for _, provider := range []string{mainProvider, "registry.opentofu.org/gitlabhq/gitlab", "registry.terraform.io/-/gitlab", "mirror.example.com/tools/gitlab", "gitlab"} {
		expectObject(t, offline(t).moved(provider, "gitlab_service_chat", chatType, `{"project":"acme/web"}`), defaults.with(object{"project": "acme/web"}))
	}
}

// Some CLIs request a move within one type if only the address of the provider has
// changed.
func TestMoveOfTheSameType(t *testing.T) {
	tf := offline(t)
	schema := tf.schemas.ResourceSchemas[chatType]
	state := `{"id":"projects/acme/web","project":"acme/web","webhook":"https://chat.example/hook","labels":["a"],"of_the_future":1}`
	resp := tf.move("registry.example.com/acme/gitlabintegrations", chatType, chatType, state, storedPrivate)
	expectNothing(t, resp.Diagnostics)
	expectObject(t, decode(t, schema, resp.TargetState), object{"id": "projects/acme/web", "project": "acme/web", "webhook": "https://chat.example/hook", "labels": []string{"a"}})
	tf.expectIdentity(chatType, resp.TargetIdentity, object{"project": "acme/web"})
	if string(resp.TargetPrivate) != storedPrivate {
		t.Errorf("got the private state %s", resp.TargetPrivate)
	}
	custom := tf.moved(ownProvider, customType, customType, `{"id":"projects/acme/web:x","project":"acme/web","slug":"x"}`)
	expectObject(t, custom, object{"id": "projects/acme/web:x", "project": "acme/web", "slug": "x"})
}

// TestMoveOfACustomIntegration checks that the values are converted to the types of the
// target resource.
func TestMoveOfACustomIntegration(t *testing.T) {
	tf := offline(t)
	state := `{"id":"groups/acme:team-chat","group":"acme","slug":"team-chat","use_inherited_settings":false,"secrets_wo_version":3,
		"settings":{"type":["object",{"webhook":"string","push_events":"string","priority":"number","labels":["tuple",["string","string"]],"audience":"string","new":"bool","username":["object",{}]}],
		"value":{"webhook":"https://chat.example/hook","push_events":"0","priority":2,"labels":["b","a"],"audience":null,"new":true,"username":{}}}}`
	resp := tf.move(ownProvider, customType, chatType, state, `{"updated_at":"2026-01-01T00:00:00Z","seen":"2026-01-01T00:00:00Z","secret_names":["signing_key","unknown","username"]}`)
	expectNothing(t, resp.Diagnostics)
	expectObject(t, decode(t, tf.schemas.ResourceSchemas[chatType], resp.TargetState), defaults.with(object{"group": "acme", "id": "groups/acme",
		"webhook": "https://chat.example/hook", "push_events": false, "priority": 2, "labels": []string{"a", "b"}, "signing_key_wo_version": 3}))
	tf.expectIdentity(chatType, resp.TargetIdentity, object{"group": "acme"})
	if got := string(resp.TargetPrivate); got != `{"updated_at":"2026-01-01T00:00:00Z","adopted":true,"assumed":["hidden_flag"]}` {
		t.Errorf("got the private state %s", got)
	}
}

func TestMoveThatIsNotSupported(t *testing.T) {
	tf := offline(t)
	const own = `{"project":"acme/web","slug":"app-store"}`
	for name, test := range map[string]struct {
		provider, source, target, state string
		words                           []string
	}{
		"another integration":            {mainProvider, "gitlab_service_chat", storeType, `{}`, []string{"`gitlab_service_chat`", mainProvider, "has no such integration", "The resource for `gitlab_service_chat` is `" + chatType + "`"}},
		"no integration":                 {mainProvider, "gitlab_project", chatType, `{}`, []string{"Cannot move gitlab_project to " + chatType, "`gitlab_service_chat`, `gitlab_integration_chat`", "`gitlab_group_integration_old_chat`", "`team-chat`", "destroy = false"}},
		"another provider":               {"registry.terraform.io/acme/chat", "gitlab_service_chat", chatType, `{}`, []string{"registry.terraform.io/acme/chat"}},
		"to custom":                      {mainProvider, "gitlab_service_chat", customType, `{"project":"acme/web"}`, []string{"does not take over the state of any other type", "The resource for"}},
		"between types of this provider": {ownProvider, storeType, chatType, `{"project":"acme/web"}`, []string{"Cannot move " + storeType}},
		"custom of another slug":         {ownProvider, customType, chatType, own, []string{"with the slug `app-store`", "with the slug `team-chat`"}},
	} {
		t.Run(name, func(t *testing.T) {
			tf.t = t
			resp := tf.move(test.provider, test.source, test.target, test.state, "")
			expectError(t, resp.Diagnostics, "", test.words...)
			if resp.TargetState != nil {
				t.Error("the response has a state")
			}
		})
	}
}

func TestMoveOfAStateThatCannotBeRead(t *testing.T) {
	for _, test := range []struct{ source, target, state, words string }{
		{"gitlab_service_chat", chatType, `[]`, "is not that of a resource"},
		{"gitlab_service_chat", chatType, ``, "is not that of a resource"},
		{"gitlab_service_chat", chatType, `null`, "is not that of a resource"},
		{"gitlab_service_chat", chatType, `{"webhook":"https://chat.example/hook"}`, "has no `project`"},
		{"gitlab_service_chat", chatType, `{"project":"acme%2Fweb"}`, "has no `project`"},
		{"gitlab_group_integration_chat", chatType, `{"project":"acme/web"}`, "has no `group`"},
		{chatType, chatType, `{"priority":[]}`, "the value of `priority`"},
		{customType, chatType, `{"slug":[]}`, "the value of `slug`"},
	} {
		resp := offline(t).move(mainProvider, test.source, test.target, test.state, "")
		expectError(t, resp.Diagnostics, "", "Cannot read the saved state of "+test.source, test.words)
	}
	for _, source := range []string{"gitlab_service_chat", customType} {
		tf := offline(t)
		resp, err := tf.server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
			SourceProviderAddress: mainProvider, SourceTypeName: source, TargetTypeName: chatType})
		tf.noError(err)
		expectError(t, resp.Diagnostics, "", "Cannot read the saved state of "+source, "is not that of a resource")
	}
}

func TestMoveOfTheEmbeddedServersType(t *testing.T) {
	resp := offline(t).move(mainProvider, "gitlab_service_chat", noteType, `{}`, "")
	if len(resp.Diagnostics) == 0 {
		t.Error("the embedded server returns no diagnostic")
	}
}

package integration_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// adopted is a configuration of chat without its secrets. adoptedState is the state after
// the integration was imported and refreshed.
var (
	adopted      = minimal.with(object{"webhook": nil})
	adoptedState = adopted.with(defaults)
)

// TestPlanDemandsSecretsByWhatTerraformHas plans without the required secret: whether
// that is an error, a warning or allowed depends on the prior state.
func TestPlanDemandsSecretsByWhatTerraformHas(t *testing.T) {
	const none, isError, isWarning = tfprotov6.DiagnosticSeverityInvalid, tfprotov6.DiagnosticSeverityError, tfprotov6.DiagnosticSeverityWarning
	kept, writeOnly := adoptedState.with(object{"webhook": minimal["webhook"]}), adoptedState.with(object{"webhook_wo_version": 3})
	inherits := object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": true}
	tests := map[string]struct {
		prior, config object
		severity      tfprotov6.DiagnosticSeverity
		words         string
	}{
		"create":                         {nil, adopted, isError, "`webhook` is required unless `use_inherited_settings` is `true`. Set `webhook_wo`"},
		"replacement":                    {adoptedState, adopted.with(object{"project": nil, "group": "acme"}), isError, "`webhook` is required"},
		"kept before":                    {kept, adopted, isError, "the plan no longer contains it"},
		"lost before":                    {adoptedState.with(object{"webhook": lostSecret}), adopted, isError, "no longer contains it"},
		"lost and ignored":               {adoptedState.with(object{"webhook": lostSecret}), adopted.with(object{"webhook": lostSecret}), none, ""},
		"lost, ignored, another change":  {adoptedState.with(object{"webhook": lostSecret}), adopted.with(object{"webhook": lostSecret, "username": "bot"}), isWarning, "`ignore_changes`"},
		"write-only before":              {writeOnly, adopted, isError, "remove `webhook` and `webhook_wo` from that list"},
		"unchanged":                      {adoptedState, adopted, none, ""},
		"other spelling":                 {adoptedState, adopted.with(object{"username": "", "server_url": "https://chat.example/"}), none, ""},
		"owner in other case":            {adoptedState, adopted.with(object{"project": "ACME/Web"}), none, ""},
		"drift":                          {adoptedState.with(object{"push_events": false}), adopted, isWarning, "Set `webhook_wo`, which is not stored in the state, or `webhook`"},
		"change":                         {adoptedState, adopted.with(object{"username": "bot"}), isWarning, "If it is configured, `ignore_changes` hides it"},
		"unknown change":                 {adoptedState, adopted.with(object{"username": unknown}), isWarning, "the apply of this resource will fail"},
		"another secret":                 {adoptedState, adopted.with(object{"signing_key": "sign"}), isWarning, "Team chat in project acme/web"},
		"inheritance ends":               {inherits, adopted, isWarning, "This change needs `webhook`"},
		"inheritance begins":             {adoptedState, inherits.with(object{"id": nil}), none, ""},
		"unknown inheritance":            {nil, adopted.with(object{"use_inherited_settings": unknown}), none, ""},
		"unknown secret":                 {nil, adopted.with(object{"webhook": unknown}), none, ""},
		"everything ignored":             {writeOnly, adopted.with(object{"webhook_wo_version": 3}), none, ""},
		"ignored secret, another change": {writeOnly, adopted.with(object{"webhook_wo_version": 3, "username": "bot"}), isWarning, "`ignore_changes`"},
		"destroy":                        {kept, nil, none, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := offline(t).plan(chatType, test.prior, test.config).diagnostics
			if test.severity == none {
				expectNothing(t, found)
			} else {
				expectOne(t, found, test.severity, "webhook", test.words)
			}
		})
	}
}

// TestPlanDemandsSecretsOfRules covers secrets that only a rule requires. GitLab keeps
// the secret of an imported integration, so a change of that integration does not need
// it.
func TestPlanDemandsSecretsOfRules(t *testing.T) {
	config := object{"project": "acme/web", "username": "bot"}
	tf := validateRuled(t)
	state := tf.plan(ruledType, nil, config.with(object{"password": "x"})).state
	imported := state.with(object{"password": nil})
	const words = "`password_wo` or `password` must be set if `username` is set.\n\nA name alone does not sign in."
	expectError(t, tf.plan(ruledType, nil, config).diagnostics, "password", words)
	expectError(t, tf.plan(ruledType, state, config).diagnostics, "password", words)
	expectError(t, tf.plan(ruledType, imported.with(object{"password_wo_version": 1}), config).diagnostics, "password", words)
	expectNothing(t, tf.plan(ruledType, imported, config).diagnostics)
	expectNothing(t, tf.plan(ruledType, imported, config.with(object{"address": "https://example.com"})).diagnostics)
	expectNothing(t, tf.plan(ruledType, nil, object{"project": "acme/web"}).diagnostics)
}

// TestApplyWithoutSecret changes an imported integration whose secret is not configured.
// The apply fails before it sends a request.
func TestApplyWithoutSecret(t *testing.T) {
	g := newGitLab(t, keeping(&chat))
	tf := g.terraform()
	config := adopted.with(object{"username": "bot"})
	planned := tf.plan(chatType, adoptedState, config).state
	state, found := tf.apply(chatType, adoptedState, planned, config)
	expectError(t, found, "webhook", "A change lacks the secret `webhook`", "Cannot change Team chat in project acme/web.", "Set `webhook_wo`, which is not stored in the state, or `webhook`", "`ignore_changes`")
	expectObject(t, state, adoptedState)
	expectRequests(t, g)

	// With ignore_changes the plan has null although the secret is configured. This is a
	// new run, so the error is explained in full again.
	tf = g.terraform()
	state, found = tf.apply(chatType, adoptedState, planned, config.with(object{"webhook": minimal["webhook"]}))
	expectError(t, found, "webhook", "remove `webhook` and `webhook_wo` from that list")
	expectObject(t, state, adoptedState)
	expectRequests(t, g)

	// A write-only secret is never in the plan.
	state, found = tf.apply(chatType, adoptedState, planned, config.with(object{"webhook_wo": minimal["webhook"]}))
	expectNothing(t, found)
	expectObject(t, state, planned)
	if body := g.sent(); body["webhook"] != minimal["webhook"] || body["username"] != "bot" {
		t.Errorf("the PUT has the body %v", body)
	}
}

// TestCreateWithoutSecret has a secret that is unknown during the plan and null during
// the apply.
func TestCreateWithoutSecret(t *testing.T) {
	g := newGitLab(t, keeping(&chat))
	tf := g.terraform()
	planned := tf.plan(chatType, nil, adopted.with(object{"webhook_wo": unknown})).state
	state, found := tf.apply(chatType, nil, planned.with(object{"webhook_wo_version": nil}), adopted)
	expectError(t, found, "webhook", "Cannot set up Team chat in project acme/web", "Set `webhook_wo`")
	expectObject(t, state, nil)
	expectRequests(t, g)
}

// without returns GitLab's response for an integration, without some of its settings.
func without(spec *integration.Spec, shown object, names ...string) map[string]any {
	settings := shown.with(nil)
	for _, name := range names {
		delete(settings, name)
	}
	return answer(spec, settings)
}

// TestImportAssumesWhatIsHidden imports an integration whose settings GitLab does not
// return in full: one is always hidden, and others are missing because the integration is
// old.
func TestImportAssumesWhatIsHidden(t *testing.T) {
	shown := adoptedState.with(object{"branches": "all", "only_broken": false})
	lacking := object{"push_events": nil, "labels": nil, "job_events": nil, "username": nil}
	g := newGitLab(t, always(http.StatusOK, without(&chat, shown, "hidden_flag", "push_events", "labels", "job_events", "username")))
	tf := g.terraform()
	state, private, found := importAndRead(tf)
	expectNothing(t, found)
	expectObject(t, state, shown.with(lacking))

	config := adopted.with(object{"branches": "all", "only_broken": false})
	for _, project := range []string{"acme/web", "ACME/web"} {
		plan := tf.planPrivate(chatType, state, config.with(object{"project": project}), private)
		expectNothing(t, plan.diagnostics)
		expectObject(t, plan.state, state.with(object{"project": project, "id": "projects/" + project}))
	}

	config = config.with(object{"webhook": minimal["webhook"], "username": "bot"})
	plan := tf.planPrivate(chatType, state, config, private)
	expectWarning(t, plan.diagnostics, "", "This change also writes `hidden_flag`, which GitLab does not show", "Team chat in project acme/web", ": `hidden_flag` (`false`).")
	expectObject(t, plan.state, minimal.with(defaults, config, object{"job_events": false}))
	// Terraform writes the assumed value into the configuration that it generates.
	expectWarning(t, tf.planPrivate(chatType, state, config.with(object{"hidden_flag": false}), private).diagnostics, "", "`hidden_flag` (`false`)")
	expectNothing(t, tf.planPrivate(chatType, state, config.with(object{"hidden_flag": true}), private).diagnostics)
	g.respond = keeping(&chat)
	state, private, found = tf.applyPrivate(chatType, state, plan.state, config, plan.private)
	expectNothing(t, found)
	expectNothing(t, tf.planPrivate(chatType, state, config.with(object{"username": "other"}), private).diagnostics)
}

// TestReadEndsAssumptions reads settings that earlier responses of GitLab did not
// contain.
func TestReadEndsAssumptions(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, without(&chat, adoptedState, "hidden_flag")))
	tf := g.terraform()
	state, private, _ := importAndRead(tf)
	g.respond = always(http.StatusOK, answer(&chat, adoptedState.with(object{"hidden_flag": true})))
	state, private, found := tf.readPrivate(chatType, state, private)
	expectNothing(t, found)
	expectObject(t, state, adoptedState.with(object{"hidden_flag": true}))
	expectNothing(t, tf.planPrivate(chatType, state, minimal, private).diagnostics)
}

// A hidden setting that this version of GitLab does not have must not be in the state.
// Otherwise Terraform would write it into the configuration that it generates.
func TestImportOnAGitLabWithoutTheHiddenSetting(t *testing.T) {
	spec := integration.Spec{Slug: "quiet", Title: "Quiet", Parameters: []integration.Parameter{
		{Name: "quiet", Type: integration.Bool, Hidden: true, Default: false, Versions: integration.Versions{Since: "18.9"}}}}
	for version, want := range map[string]any{"18.8.1": nil, "18.9.0": false} {
		g := newGitLab(t, func(asked request) reply {
			if asked.path == "/api/v4/metadata" {
				return reply{status: http.StatusOK, body: map[string]any{"version": version}}
			}
			return reply{status: http.StatusOK, body: answer(&spec, nil)}
		})
		tf := newTerraform(t, integration.NewServer(newInnerServer(nil), []integration.Spec{spec}, configuredWith(newClient(t, g.address))))
		imported, _ := tf.importState(spec.TypeName(), "acme/web")
		state, private, found := tf.readPrivate(spec.TypeName(), decode(t, tf.schemas.ResourceSchemas[spec.TypeName()], imported[0].State), imported[0].Private)
		expectNothing(t, found)
		plan := tf.planPrivate(spec.TypeName(), state, object{"project": "acme/web"}, private)
		expectNothing(t, plan.diagnostics)
		expectObject(t, plan.state, object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": false, "quiet": want})
	}
}

// TestImportInAnotherSpelling configures the imported values, or the owner, in an
// equivalent spelling. This plans no change of the values, and the apply sends no
// request.
func TestImportInAnotherSpelling(t *testing.T) {
	shown := adoptedState.with(object{"labels": []string{"a", "b"}, "statuses": "open,closed", "pattern": "a\r\nb"})
	g := newGitLab(t, always(http.StatusOK, answer(&chat, shown)))
	tf := g.terraform()
	state, private, _ := importAndRead(tf)
	config := adopted.with(object{"server_url": "https://chat.example/", "labels": []string{" b", "a"}, "statuses": "open, closed", "pattern": "a\nb"})
	plan := tf.planPrivate(chatType, state, config, private)
	expectNothing(t, plan.diagnostics)
	expectObject(t, plan.state, state)

	config = config.with(object{"project": "ACME/Web"})
	plan = tf.planPrivate(chatType, state, config, private)
	expectNothing(t, plan.diagnostics)
	g.asked()
	renamed, _, found := tf.applyPrivate(chatType, state, plan.state, config, plan.private)
	expectNothing(t, found)
	expectRequests(t, g)
	expectObject(t, renamed, state.with(object{"project": "ACME/Web", "id": "projects/ACME/Web"}))

	plan = tf.planPrivate(chatType, state, config.with(object{"username": "bot"}), private)
	expectWarning(t, plan.diagnostics[:1], "webhook", "This change needs `webhook`")
	expectObject(t, plan.state, adoptedState.with(config, object{"username": "bot", "id": "projects/ACME/Web"}))
}

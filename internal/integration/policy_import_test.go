package integration_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// importPolicy imports a resource by an ID or an identity, and reads it.
func (m *managed) importPolicy(tf *terraform, id string, identity object) []*tfprotov6.Diagnostic {
	m.t.Helper()
	req := &tfprotov6.ImportResourceStateRequest{TypeName: m.typeName, ID: id}
	if identity != nil {
		req.Identity = tf.identity(m.typeName, identity)
	}
	resp, err := tf.server.ImportResourceState(m.t.Context(), req)
	tf.noError(err)
	if len(resp.ImportedResources) == 0 {
		return resp.Diagnostics
	}
	imported := resp.ImportedResources[0]
	m.state, m.private = decode(m.t, tf.schemas.ResourceSchemas[m.typeName], imported.State), imported.Private
	return append(resp.Diagnostics, m.refresh(tf)...)
}

func TestImportOfAPolicy(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "slack", "jira")
	page := r.url + "/acme/web/-/settings/integrations"
	disabledOfWeb := noDiscord.with(object{"id": webProject + ":discord"})
	exclusiveOfWeb := object{"id": webProject, "project": "acme/web", "integrations": []string{"jira", "slack"}, "include_inherited": true, "allow_none": false}
	for name, test := range map[string]struct {
		typeName, id string
		identity     object
		want         object
	}{
		"disabled by id":             {disabledType, "acme/web:discord", nil, disabledOfWeb},
		"disabled by id of projects": {disabledType, "projects/acme/web:discord", nil, disabledOfWeb},
		"disabled of a group":        {disabledType, "groups/acme:discord", nil, object{"id": "groups/acme:discord", "group": "acme", "integration": "discord"}},
		"disabled by identity":       {disabledType, "", noDiscord, disabledOfWeb},
		"disabled by page":           {disabledType, page + "/discord/edit", nil, disabledOfWeb},
		"exclusive by id":            {exclusiveType, "acme/web", nil, exclusiveOfWeb},
		"exclusive of a group":       {exclusiveType, "groups/acme", nil, object{"id": "groups/acme", "group": "acme", "integrations": []string{}, "include_inherited": true, "allow_none": true}},
		"exclusive by identity":      {exclusiveType, "", object{"project": "acme/web"}, exclusiveOfWeb},
		"exclusive by page":          {exclusiveType, page, nil, exclusiveOfWeb},
		"exclusive by page of one":   {exclusiveType, page + "/slack/edit", nil, exclusiveOfWeb},
	} {
		t.Run(name, func(t *testing.T) {
			policy, tf := r.manage(test.typeName, nil), r.run()
			expectNothing(t, policy.importPolicy(tf, test.id, test.identity))
			expectObject(t, policy.state, test.want)
			// The generated configuration must plan no change.
			generated := tf.generate(test.typeName, policy.state)
			expectNothing(t, tf.validate(test.typeName, generated))
			expectObject(t, tf.planPrivate(test.typeName, policy.state, generated, policy.private).state, policy.state)
		})
	}
}

func TestImportOfAPolicyThatIsNone(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "discord")
	for name, test := range map[string]struct {
		typeName, id string
		parts        []string
	}{
		"active":           {disabledType, "acme/web:discord", []string{"Cannot import Discord Notifications in project acme/web", "is active"}},
		"without slug":     {disabledType, "acme/web", []string{"Invalid import ID for gitlabintegrations_disabled", "`<project>:<slug>`"}},
		"escaped":          {exclusiveType, "acme%2Fweb", []string{"Invalid import ID for gitlabintegrations_exclusive"}},
		"another page":     {exclusiveType, "https://gitlab.example.com/acme/web/-/issues", []string{"Invalid import ID"}},
		"page without one": {disabledType, r.url + "/acme/web/-/settings/integrations", []string{"Invalid import ID"}},
		"no such project":  {exclusiveType, "acme/none", []string{"GitLab did not find the project", "Cannot import the active integrations in project acme/none"}},
	} {
		t.Run(name, func(t *testing.T) {
			policy := r.manage(test.typeName, nil)
			found := policy.importPolicy(r.run(), test.id, nil)
			if len(found) != 1 || found[0].Severity != tfprotov6.DiagnosticSeverityError {
				t.Fatalf("got %d diagnostics", len(found))
			}
			expectWords(t, found[0], test.parts...)
		})
	}
}

// TestExclusiveAfterAnImport checks that the plan shows the active integrations that are
// not configured.
func TestExclusiveAfterAnImport(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "slack", "jira")
	policy := r.manage(exclusiveType, onlyJira)
	expectNothing(t, policy.importPolicy(r.run(), "acme/web", nil))
	plan := policy.plan()
	expectNothing(t, plan.diagnostics)
	policy.expectSet("jira", "slack")
	expectNothing(t, policy.apply(plan))
	r.expectActive(webProject, "jira")
	policy.expectNoChange()
}

func TestInvalidPolicies(t *testing.T) {
	tf := newSupervised(t).run()
	set := func(slugs ...string) object { return object{"project": "acme/web", "integrations": slugs} }
	one := func(slug string) object { return object{"project": "acme/web", "integration": slug} }
	for name, test := range map[string]struct {
		typeName  string
		config    object
		attribute string
		parts     []string
	}{
		"no owner":                {disabledType, object{"integration": "slack"}, "", []string{"Missing project or group"}},
		"both owners":             {exclusiveType, onlyJira.with(object{"group": "acme"}), "group", []string{"Both project and group"}},
		"blank owner":             {exclusiveType, onlyJira.with(object{"project": " "}), "project", []string{"Invalid project"}},
		"escaped path":            {disabledType, noDiscord.with(object{"project": "acme%2Fweb"}), "project", []string{"Invalid project", "unescaped slashes"}},
		"empty set":               {exclusiveType, set().with(object{"integrations": []string{}}), "integrations", []string{"allow_none = true"}},
		"empty set, false":        {exclusiveType, object{"project": "acme/web", "integrations": []string{}, "allow_none": false}, "integrations", []string{"allow_none = true"}},
		"no slug":                 {disabledType, one(""), "integration", []string{"lower-case words"}},
		"capital letters":         {disabledType, one("Slack"), "integration", []string{"lower-case words", "Did you mean `slack`?"}},
		"underscores":             {disabledType, one("pipelines_email"), "integration", []string{"Did you mean `pipelines-email`?"}},
		"shouted":                 {disabledType, one("GOOGLE_PLAY"), "integration", []string{"Did you mean `google-play`?"}},
		"title":                   {disabledType, one("Jira issues"), "integration", []string{`"Jira issues" cannot be the name`}},
		"underscores in the slug": {exclusiveType, set("pipelines_email"), "", []string{"Did you mean `pipelines-email`?"}},
	} {
		t.Run(name, func(t *testing.T) {
			found := tf.validate(test.typeName, test.config)
			if test.attribute != "" || name == "no owner" {
				expectError(t, found, test.attribute, test.parts...)
			} else if len(found) == 1 {
				expectWords(t, found[0], test.parts...)
			} else {
				t.Errorf("got %d diagnostics", len(found))
			}
		})
	}
	for _, valid := range []object{set("jira"), {"project": "acme/web", "integrations": []string{}, "allow_none": true}, {"group": "7", "integrations": unknown},
		{"project": unknown, "integrations": []string{}, "allow_none": unknown}} {
		expectNothing(t, tf.validate(exclusiveType, valid))
	}
}

func TestUnknownIntegrationOfAPolicy(t *testing.T) {
	tf := newSupervised(t).run()
	for slug, similar := range map[string]string{
		"jria": "Did you mean `jira`?", "discrod": "Did you mean `discord`?", "slak": "Did you mean `slack`?", "hangout-chat": "Did you mean `hangouts-chat`?",
		"drone": "", "newer-chat": "", "x": "",
	} {
		found := tf.validate(disabledType, object{"project": "acme/web", "integration": slug})
		expectWarning(t, found, "integration", "Unknown integration", similar)
		if similar == "" {
			expectWords(t, found[0], "knows no integration \""+slug+"\". If the name is right")
		}
	}
	expectNothing(t, offline(t).validate(disabledType, object{"project": "acme/web", "integration": "jria"}))
}

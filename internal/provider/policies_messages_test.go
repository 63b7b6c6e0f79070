package provider_test

import (
	"net/http"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

var (
	goodExclusive  = settings{"project": "acme/web", "integrations": []string{"jira"}}
	goodDisabled   = settings{"project": "acme/web", "integration": "discord"}
	exclusiveGroup = settings{"group": "acme", "integrations": []string{"jira"}}
	disabledGroup  = settings{"group": "acme", "integration": "discord"}
)

// invalidPolicies are cases that the validation rejects.
var invalidPolicies = []refusal{
	{title: "Policy that allows nothing", typeName: "exclusive", attributes: goodExclusive.with(settings{"integrations": []string{}}), attribute: "integrations"},
	{title: "Policy with an escaped path", typeName: "exclusive", attributes: goodExclusive.with(settings{"project": "acme%2Fweb"}), attribute: "project"},
	{title: "Policy with a title instead of a name", typeName: "disabled", attributes: goodDisabled.with(settings{"integration": "Emails on push"}), attribute: "integration"},
	{title: "Policy with underscores in a name", typeName: "exclusive", attributes: goodExclusive.with(settings{"integrations": []string{"pipelines_email"}}), attribute: "integrations"},
}

// plannedPolicies are cases of a plan that creates policies.
var plannedPolicies = []refusal{
	{title: "Name that is likely to be misspelt", typeName: "disabled", attributes: goodDisabled.with(settings{"integration": "discrod"}), warns: true, attribute: "integration"},
	{title: "Name that nobody knows", typeName: "exclusive", attributes: goodExclusive.with(settings{"integrations": []string{"newer-chat"}}), warns: true, attribute: "integrations"},
	{title: "New policy for what is active", typeName: "disabled", attributes: goodDisabled, prepare: settingUp("discord"), warns: true},
	{title: "New policy for all that is active", typeName: "exclusive", attributes: goodExclusive, prepare: settingUp("discord", "slack"), warns: true},
	{title: "Policy that is not known yet", typeName: "exclusive", attributes: goodExclusive.with(settings{"integrations": reference("toset([terraform_data.unknown.output])")}), prepare: settingUp("discord", "slack"), warns: true},
	{title: "Policy for what inherits", typeName: "exclusive", provider: alone, attributes: goodExclusive, answer: answering(http.StatusOK, jsonType, `[{"id":1,"slug":"pumble","active":true,"inherited":true,"updated_at":"2026-01-31T12:00:00.000Z"}]`), warns: true},
	{title: "Policy for one integration of a group", typeName: "disabled", provider: alone, attributes: disabledGroup, warns: true},
	{title: "Policy for all integrations of a group", typeName: "exclusive", provider: alone, attributes: exclusiveGroup, warns: true},
	{title: "Policy for an app that only a person can install", typeName: "disabled", provider: alone, attributes: goodDisabled.with(settings{"integration": "gitlab-slack-application"}), prepare: settingUp("gitlab-slack-application"), warns: true},
	{title: "Policy for an app that cannot be disabled", typeName: "exclusive", provider: alone, attributes: goodExclusive, prepare: settingUp("jira-cloud-app"), warns: true},
	{title: "Policy for a project without access", typeName: "exclusive", provider: alone, attributes: goodExclusive, answer: answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden"}`)},
}

// appliedPolicies are cases of an apply that creates policies.
var appliedPolicies = []refusal{
	{title: "App that cannot be disabled", typeName: "disabled", provider: alone, attributes: goodDisabled.with(settings{"integration": "jira-cloud-app"}), prepare: settingUp("jira-cloud-app"), warns: true, fails: true},
	{title: "Integration that is changed meanwhile", typeName: "exclusive", attributes: goodExclusive, warns: true, fails: true,
		answer: keepingDiscord(http.StatusPreconditionFailed, `{"message":"412 Precondition Failed"}`)},
	{title: "Integration that may not be disabled", typeName: "exclusive", provider: alone, attributes: goodExclusive, warns: true, fails: true,
		answer: keepingDiscord(http.StatusForbidden, `{"message":"403 Forbidden"}`)},
	{title: "Policy for a project that does not exist", typeName: "exclusive", attributes: goodExclusive.with(settings{"project": "acme/none"}), provider: alone, attribute: "project"},
}

// readPoliciesOf are cases of a plan with policies in the state.
var readPoliciesOf = []refusal{
	{title: "Project of a policy that is gone", typeName: "exclusive", provider: alone, attributes: goodExclusive, change: removing, warns: true},
	{title: "Project of a policy that is gone and must not be forgotten", typeName: "exclusive", provider: keeping, attributes: goodExclusive, change: removing},
	{title: "Project of a disabled integration that is gone", typeName: "disabled", provider: alone, attributes: goodDisabled, change: removing, warns: true},
}

var importedPolicies = []refusal{
	{title: "Import of what is active as disabled", typeName: "disabled", attributes: goodDisabled, importID: "acme/web:discord", prepare: settingUp("discord")},
	{title: "Import of a disabled integration without its name", typeName: "disabled", attributes: goodDisabled, importID: "acme/web"},
	{title: "Import of a policy by an address that is no page of integrations", typeName: "exclusive", attributes: goodExclusive, importID: "http://127.0.0.1/acme/web/-/issues"},
}

var destroyedPolicies = []refusal{
	{title: "Policy for one integration", typeName: "disabled", provider: alone, attributes: goodDisabled, warns: true},
	{title: "Policy for all integrations", typeName: "exclusive", provider: alone, attributes: goodExclusive, warns: true},
}

// keepingDiscord returns a handler for a GitLab that refuses to disable Discord.
func keepingDiscord(status int, refusal string) http.HandlerFunc {
	const discord = `{"id":1,"slug":"discord","active":true,"inherited":false,"updated_at":"2026-01-31T12:00:00.000Z","properties":{}}`
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodDelete:
			answering(status, jsonType, refusal)(w, r)
		case strings.HasSuffix(r.URL.Path, "/integrations"):
			answering(http.StatusOK, jsonType, "["+discord+"]")(w, r)
		default:
			answering(http.StatusOK, jsonType, discord)(w, r)
		}
	}
}

func removing(gitlab *gitlabfake.GitLab, owner string) {
	gitlab.RemoveProject(strings.TrimPrefix(owner, "projects/"))
}

// settingUp sets up integrations externally.
func settingUp(slugs ...string) func(*gitlabfake.GitLab, string) {
	return func(gitlab *gitlabfake.GitLab, owner string) {
		for _, slug := range slugs {
			gitlab.SetUp(owner, slug, nil)
		}
	}
}

// forbidden are cases of a plan in which a resource contradicts a policy that is planned
// first.
var forbidden = []struct {
	refusal
	policyType string
	policy     settings
}{
	{refusal{title: "Resource that sets up what a policy does not allow", typeName: "slack", attributes: goodSlack}, "exclusive", goodExclusive},
	{refusal{title: "Resource that sets up what a policy keeps disabled", typeName: "discord", attributes: goodDiscord}, "disabled", goodDisabled},
	{refusal{title: "Two policies with different sets", typeName: "exclusive", attributes: goodExclusive.with(settings{"integrations": []string{"slack"}}), warns: true}, "exclusive", goodExclusive},
}

func planPolicies(s *messageTest) {
	cases := plannedPolicies
	for _, f := range forbidden {
		cases = append(cases, f.refusal)
	}
	s.prepareCases(cases)
	s.applyChanges()
	for n, f := range forbidden {
		i := len(plannedPolicies) + n
		project, name := settings{"project": s.named(i, "acme/web")}, caseName(i)
		s.write(name+".tf", resourceBlock("gitlabintegrations_"+f.policyType, name+"_policy", f.policy.with(project))+
			resourceBlock("gitlabintegrations_"+f.typeName, name, f.attributes.with(project).with(settings{
				"depends_on": reference("[gitlabintegrations_" + f.policyType + "." + name + "_policy]")})))
	}
	s.expect("plan")
}

func applyPolicies(s *messageTest) {
	s.prepareCases(appliedPolicies)
	s.applyChanges()
	s.expect("apply", "-auto-approve")
}

func readPolicies(s *messageTest) { s.afterApply(readPoliciesOf, "plan") }

func destroyPolicies(s *messageTest) {
	s.afterApply(destroyedPolicies, "destroy", "-auto-approve", "-refresh=false")
}

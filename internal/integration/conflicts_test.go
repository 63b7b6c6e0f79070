package integration_test

import (
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
)

func itoa(number int) string { return strconv.Itoa(number) }

// onlyDiscord allows an integration that these tests never set up.
var onlyDiscord = onlyJira.with(object{"integrations": []string{"discord"}})

var noSlack = object{"project": "acme/web", "integration": "slack"}

// TestPolicyAgainstWhatIsSetUp plans an integration and a policy that forbids it, in
// either order.
func TestPolicyAgainstWhatIsSetUp(t *testing.T) {
	r := newSupervised(t)
	number := itoa(r.AddProject("acme/web")) // The project exists already. This returns its number.
	r.SetUp("groups/acme", "slack", slackHook)
	custom := object{"project": "acme/web", "slug": "slack"}
	for name, test := range map[string]struct {
		typeName     string
		config       object
		policy       string
		policyConfig object
		wantConflict bool
	}{
		"exclusive":                {slackType, slackOfWeb, exclusiveType, onlyDiscord, true},
		"disabled":                 {slackType, slackOfWeb, disabledType, noSlack, true},
		"custom":                   {customType, custom, exclusiveType, onlyDiscord, true},
		"custom and disabled":      {customType, custom, disabledType, noSlack, true},
		"another case":             {slackType, slackOfWeb, exclusiveType, onlyDiscord.with(object{"project": "ACME/Web"}), true},
		"inherits":                 {slackType, object{"project": "acme/web", "use_inherited_settings": true}, exclusiveType, onlyDiscord, true},
		"allowed":                  {slackType, slackOfWeb, exclusiveType, onlyDiscord.with(object{"integrations": []string{"slack"}}), false},
		"another integration":      {slackType, slackOfWeb, disabledType, noDiscord, false},
		"another project":          {slackType, slackOfWeb.with(object{"project": "acme/api"}), exclusiveType, onlyDiscord, false},
		"a group":                  {slackType, slackOfWeb.with(object{"project": nil, "group": "acme"}), exclusiveType, onlyDiscord, false},
		"inheritance not included": {slackType, object{"project": "acme/web", "use_inherited_settings": true}, exclusiveType, onlyDiscord.with(object{"include_inherited": false}), false},
		"an unknown set":           {slackType, slackOfWeb, exclusiveType, onlyDiscord.with(object{"integrations": unknown}), false},
		"an unknown owner":         {slackType, slackOfWeb, exclusiveType, onlyDiscord.with(object{"project": unknown}), false},
		"an unrelated number":      {slackType, slackOfWeb, disabledType, noSlack.with(object{"project": number}), false},
	} {
		for _, policyFirst := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				tf := r.run()
				plans := []planned{tf.plan(test.typeName, nil, test.config), tf.plan(test.policy, nil, test.policyConfig)}
				if policyFirst {
					tf = r.run()
					plans = []planned{tf.plan(test.policy, nil, test.policyConfig), tf.plan(test.typeName, nil, test.config)}
				}
				if found := errorsOf(plans[0].diagnostics); len(found) > 0 {
					t.Error("the first plan has errors:", describe(found[0]))
				}
				found := errorsOf(plans[1].diagnostics)
				if (len(found) == 1) != test.wantConflict {
					t.Fatalf("the second plan has %d errors", len(found))
				}
				if test.wantConflict {
					expectWords(t, found[0], "in project ", "is both set up and disabled", "`"+test.typeName+"` sets it up", "`"+test.policy+"`")
				}
			})
		}
	}
}

// errorsOf returns the errors without the warnings.
func errorsOf(found []*tfprotov6.Diagnostic) (errors []*tfprotov6.Diagnostic) {
	for _, diagnostic := range found {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			errors = append(errors, diagnostic)
		}
	}
	return errors
}

// If the plan fails, there is no apply, so a warning about what the apply would disable
// is misleading.
func TestPolicyInConflictDoesNotWarn(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "slack", "discord")
	tf := r.run()
	expectNothing(t, tf.plan(slackType, nil, slackOfWeb).diagnostics)
	expectError(t, tf.plan(exclusiveType, nil, onlyJira).diagnostics, "", "is both set up and disabled")
}

// The provider can tell that a path and a number are the same project if a search has
// returned both, or if both resources have read the same row.
func TestPolicyAgainstWhatIsSetUpUnderAnotherName(t *testing.T) {
	r := newSupervised(t)
	number := itoa(r.AddProject("acme/web"))
	slack := r.manage(slackType, slackOfWeb)
	expectNothing(t, slack.apply(slack.plan()))
	search := func(*terraform) { searchAcme(t, r) }
	read := func(tf *terraform) { expectNothing(t, slack.refresh(tf)) }
	for _, policyType := range []string{exclusiveType, disabledType} {
		config := map[string]object{exclusiveType: onlyDiscord, disabledType: noSlack}[policyType].with(object{"project": number})
		for how, learn := range map[string]func(*terraform){"search": search, "row": read} {
			for _, policyFirst := range []bool{false, true} {
				t.Run(policyType+" by "+how, func(t *testing.T) {
					tf := r.run()
					learn(tf)
					prior, private := slack.state, slack.private
					if how == "search" {
						prior, private = nil, nil // Without private state, the provider cannot recognize the row.
					}
					planSlack := func() planned { return tf.planPrivate(slackType, prior, slackOfWeb, private) }
					planPolicy := func() planned { return tf.plan(policyType, nil, config) }
					first, second := planSlack, planPolicy
					if policyFirst {
						first, second = planPolicy, planSlack
					}
					if found := errorsOf(first().diagnostics); len(found) > 0 {
						t.Error("the first plan has errors:", describe(found[0]))
					}
					found := errorsOf(second().diagnostics)
					if len(found) != 1 {
						t.Fatalf("the second plan has %d errors, want 1", len(found))
					}
					expectWords(t, found[0], "which is the same project")
				})
			}
		}
	}
}

// searchAcme has the provider list all projects of acme, so that it learns their paths
// and numbers.
func searchAcme(t *testing.T, r *supervised) {
	t.Helper()
	group := client.Owner{Kind: client.GroupKind, ID: "acme"}
	for _, err := range r.provider.Discovery.Find(t.Context(), discovery.Query{Owner: group, Subgroups: true}) {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestPolicyForWhatIsDestroyed removes an integration from the configuration and adds a
// policy that forbids it.
func TestPolicyForWhatIsDestroyed(t *testing.T) {
	for policyType, config := range map[string]object{exclusiveType: onlyDiscord, disabledType: noSlack} {
		for _, policyFirst := range []bool{false, true} {
			t.Run(policyType, func(t *testing.T) {
				r := newSupervised(t)
				slack, policy := r.manage(slackType, slackOfWeb), r.manage(policyType, config)
				expectNothing(t, slack.apply(slack.plan()))
				slack.config = nil
				tf := r.run()
				expectNothing(t, slack.refresh(tf))
				expectNothing(t, tf.planPrivate(slackType, slack.state, nil, slack.private).diagnostics)
				plan := tf.planPrivate(policyType, nil, config, nil)
				expectWarnings(t, plan.diagnostics, disables+"`slack` in project acme/web")
				tf = r.run()
				if policyFirst {
					expectNothing(t, policy.applyIn(tf, plan))
				}
				_, _, found := tf.applyPrivate(slackType, slack.state, nil, nil, slack.private)
				expectNothing(t, found)
				if !policyFirst {
					expectNothing(t, policy.applyIn(tf, plan))
				}
				r.expectActive(webProject)
				policy.expectNoChange()
			})
		}
	}
}

// TestPolicyDoesNotDisableWhatTheRunSetsUp uses two names of one project that the
// provider cannot match during the plan.
func TestPolicyDoesNotDisableWhatTheRunSetsUp(t *testing.T) {
	for policyType, config := range map[string]object{exclusiveType: onlyDiscord, disabledType: noSlack} {
		t.Run(policyType, func(t *testing.T) {
			r := newSupervised(t)
			number := itoa(r.AddProject("acme/web"))
			r.setUpAll(webProject, "slack")
			slack, policy := r.manage(slackType, slackOfWeb), r.manage(policyType, config.with(object{"project": number}))
			slackPlan, policyPlan := slack.plan(), policy.plan()
			tf := r.run()
			again := tf.planPrivate(policyType, nil, policy.config, nil) // This plan reads the list.
			expectNothing(t, slack.applyIn(tf, slackPlan))
			state, _, found := tf.applyPrivate(policyType, nil, again.state, policy.config, policyPlan.private)
			expectError(t, found, "", "Another resource of this run manages the integration")
			if got := state["integrations"]; policyType == exclusiveType && len(got.([]string)) != 2 {
				t.Errorf("the state has %v, which lacks the integration that is still active", got)
			}
			r.expectActive(webProject, "slack")
			// The next plan recognizes the row and fails.
			policy.state, policy.private = nil, nil
			tf = r.run()
			expectNothing(t, slack.refresh(tf))
			expectNothing(t, tf.planPrivate(slackType, slack.state, slack.config, slack.private).diagnostics)
			if found := errorsOf(tf.planPrivate(policyType, nil, policy.config, nil).diagnostics); len(found) != 1 {
				t.Errorf("the next plan has %d errors, want 1", len(found))
			}
		})
	}
}

// With `-refresh=false`, only the number of the row shows that both names mean the same
// project. The policy must request the list to find that number.
func TestPolicyAgainstWhatIsSetUpWithoutARefresh(t *testing.T) {
	r := newSupervised(t)
	number := itoa(r.AddProject("acme/web"))
	slack := r.manage(slackType, slackOfWeb)
	expectNothing(t, slack.apply(slack.plan()))
	policy := r.manage(exclusiveType, onlyJira.with(object{"project": number, "integrations": []string{"jira", "slack"}}))
	policy.applyCleanly()
	policy.config = onlyJira.with(object{"project": number})
	for _, policyFirst := range []bool{false, true} {
		tf := r.run()
		planSlack := func() planned { return tf.planPrivate(slackType, slack.state, slack.config, slack.private) }
		planPolicy := func() planned { return tf.planPrivate(exclusiveType, policy.state, policy.config, policy.private) }
		first, second := planSlack, planPolicy
		if policyFirst {
			first, second = planPolicy, planSlack
		}
		expectNothing(t, first().diagnostics)
		expectError(t, second().diagnostics, "", "is both set up and disabled", "which is the same project")
	}
	r.expectRequests("GET projects/" + number + "/integrations")
}

// If two exclusive resources cover one project, only what both allow can stay active.
func TestExclusiveBesideAnother(t *testing.T) {
	r := newSupervised(t)
	number := itoa(r.AddProject("acme/web"))
	r.setUpAll(webProject, "slack")
	both, slack := []string{"jira", "slack"}, []string{"slack"}
	for name, test := range map[string]struct {
		other object
		words []string // nil if there is no warning
	}{
		"nothing in common": {object{"integrations": slack}, []string{"No integration can stay active", "`gitlabintegrations_exclusive`"}},
		"some in common":    {object{"integrations": both}, []string{"Only `jira` can stay active"}},
		"another case":      {object{"project": "ACME/Web", "integrations": slack}, []string{"No integration can stay active"}},
		"by number":         {object{"project": number, "integrations": slack}, []string{"twice, the second time as project acme/web"}},
		"the same":          {object{}, nil},
		"another project":   {object{"project": "acme/api", "integrations": slack}, nil},
		"unknown":           {object{"integrations": unknown}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			tf := r.run()
			if name == "by number" {
				searchAcme(t, r)
			}
			tf.plan(exclusiveType, nil, onlyJira)
			var got []*tfprotov6.Diagnostic
			for _, found := range tf.plan(exclusiveType, nil, onlyJira.with(test.other)).diagnostics {
				if found.Summary == "Two resources for the integrations of one project" {
					got = append(got, found)
				}
			}
			if len(got) != min(1, len(test.words)) {
				t.Fatalf("got %d warnings", len(got))
			}
			if len(got) > 0 {
				expectWords(t, got[0], test.words...)
			}
		})
	}
	tf := r.run()
	tf.plan(disabledType, nil, noSlack)
	expectWarnings(t, tf.plan(exclusiveType, nil, onlyJira.with(object{"integrations": both})).diagnostics)
}

func TestPolicyAgainstSeveralResources(t *testing.T) {
	tf := newSupervised(t).run()
	for typeName, config := range map[string]object{
		slackType: slackOfWeb, customType: {"project": "acme/web", "slug": "asana"},
		"gitlabintegrations_confluence": {"project": "acme/web", "confluence_url": "https://acme.atlassian.net/wiki"},
	} {
		expectNothing(t, tf.plan(typeName, nil, config).diagnostics)
	}
	plan := tf.plan(exclusiveType, nil, onlyDiscord)
	expectError(t, plan.diagnostics, "", "asana in project acme/web is both set up and disabled", "The same is true of `confluence` and `slack`.")
}

// TestPolicyDoesNotDisableWhatTheRunPlansToChange plans a change of an integration under
// another name of the project. The policy is applied before that change.
func TestPolicyDoesNotDisableWhatTheRunPlansToChange(t *testing.T) {
	r := newSupervised(t)
	number := itoa(r.AddProject("acme/web"))
	slack := r.manage(slackType, slackOfWeb)
	expectNothing(t, slack.apply(slack.plan()))
	both := onlyJira.with(object{"project": number, "integrations": []string{"jira", "slack"}})
	policy := r.manage(exclusiveType, both)
	policy.applyCleanly()
	planned := policy.state.with(object{"integrations": []string{"jira"}})
	tf := r.run()
	tf.planPrivate(slackType, slack.state, slackOfWeb.with(object{"username": "another"}), slack.private)
	state, _, found := tf.applyPrivate(exclusiveType, policy.state, planned, onlyJira.with(object{"project": number}), policy.private)
	expectError(t, found, "", "Another resource of this run manages the integration")
	expectObject(t, state, planned.with(object{"integrations": []string{"jira", "slack"}}))
	r.expectActive(webProject, "slack")
}

// Neither of two policies enables what the other one disables, so both reach their state.
func TestTwoExclusivesReachTheirStates(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "jira", "slack", "discord")
	narrow, wide := r.manage(exclusiveType, onlyJira), r.manage(exclusiveType, onlyJira.with(object{"integrations": []string{"jira", "slack"}}))
	narrow.applyCleanly()
	wide.applyCleanly()
	r.expectActive(webProject, "jira")
	narrow.expectNoChange()
}

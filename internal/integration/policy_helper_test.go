package integration_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

const (
	disabledType  = "gitlabintegrations_disabled"
	exclusiveType = "gitlabintegrations_exclusive"
	webProject    = "projects/acme/web"
)

var (
	onlyJira    = object{"project": "acme/web", "integrations": []string{"jira"}}
	noDiscord   = object{"project": "acme/web", "integration": "discord"}
	slackOfWeb  = object{"project": "acme/web", "webhook": "https://hooks.slack.com/services/x"}
	slackHook   = map[string]any{"webhook": "https://hooks.slack.com/services/x"}
	discordHook = map[string]any{"webhook": "https://discord.com/api/webhooks/1/x"}
)

// supervised is a GitLab with the project acme/web, and Terraform with all integrations
// of the catalog.
type supervised struct {
	*gitlabfake.GitLab
	t        *testing.T
	url      string
	provider integration.Provider // the configuration, except for the client
}

func newSupervised(t *testing.T) *supervised {
	t.Helper()
	fake, url := gitlabfake.Start(t)
	fake.AddProject("acme/web")
	return &supervised{GitLab: fake, t: t, url: url}
}

// run starts a run, such as a plan or an apply, and clears the recorded requests.
func (r *supervised) run() *terraform {
	r.t.Helper()
	r.Forget()
	provider := &integration.Provider{Client: newClientWith(r.t, r.url, r.Token), KeepMissing: r.provider.KeepMissing, RefreshByList: r.provider.RefreshByList}
	provider.Lists = discovery.NewLists(provider.Client)
	provider.Discovery = discovery.New(provider.Client, provider.Lists)
	r.provider.Discovery = provider.Discovery
	return newTerraform(r.t, integration.NewServer(newInnerServer(nil), resources.All, func() *integration.Provider { return provider }))
}

// setUpAll sets integrations up outside Terraform.
func (r *supervised) setUpAll(owner string, slugs ...string) {
	for _, slug := range slugs {
		r.SetUp(owner, slug, map[string]map[string]any{"slack": slackHook, "discord": discordHook}[slug])
	}
}

// expectRequests compares the requests since the start of the run.
func (r *supervised) expectRequests(want ...string) {
	r.t.Helper()
	got := []string{}
	for _, request := range r.Requests() {
		got = append(got, request.Method+" "+request.Path)
	}
	r.Forget()
	if !slices.Equal(got, want) {
		r.t.Errorf("got the requests %q, want %q", got, want)
	}
}

// expectActive compares the active integrations.
func (r *supervised) expectActive(owner string, want ...string) {
	r.t.Helper()
	got := []string{}
	for _, slug := range []string{"asana", "discord", "jira", "jira-cloud-app", "slack"} {
		if record, exists := r.Stored(owner, slug); exists && record.Active {
			got = append(got, slug)
		}
	}
	if !slices.Equal(got, want) {
		r.t.Errorf("%s has %q active, want %q", owner, got, want)
	}
}

// managed is a resource in the configuration, with its state and private state.
type managed struct {
	*supervised
	typeName string
	config   object
	state    object
	private  []byte
}

func (r *supervised) manage(typeName string, config object) *managed {
	return &managed{supervised: r, typeName: typeName, config: config}
}

// refresh reads the resource.
func (m *managed) refresh(tf *terraform) []*tfprotov6.Diagnostic {
	m.t.Helper()
	state, private, found := tf.readPrivate(m.typeName, m.state, m.private)
	if m.state, m.private = state, private; state == nil {
		m.private = nil
	}
	return found
}

// plan refreshes and plans in a new run.
func (m *managed) plan() planned {
	m.t.Helper()
	tf := m.run()
	if m.state != nil {
		expectNothing(m.t, m.refresh(tf))
	}
	return tf.planPrivate(m.typeName, m.state, m.config, m.private)
}

// apply applies a plan in a new run, in which Terraform plans again.
func (m *managed) apply(plan planned) []*tfprotov6.Diagnostic {
	m.t.Helper()
	return m.applyIn(m.run(), plan)
}

func (m *managed) applyIn(tf *terraform, plan planned) []*tfprotov6.Diagnostic {
	m.t.Helper()
	again := tf.planPrivate(m.typeName, m.state, m.config, m.private)
	expectObject(m.t, again.state, plan.state)
	state, private, found := tf.applyPrivate(m.typeName, m.state, again.state, m.config, again.private)
	if len(found) == 0 {
		expectObject(m.t, state, plan.state)
	}
	m.state, m.private = state, private
	return found
}

// applyCleanly plans and applies, and expects neither an error nor a change afterwards.
func (m *managed) applyCleanly() {
	m.t.Helper()
	expectNothing(m.t, m.apply(m.plan()))
	m.expectNoChange()
}

func (m *managed) expectNoChange() {
	m.t.Helper()
	plan := m.plan()
	expectNothing(m.t, plan.diagnostics)
	expectObject(m.t, plan.state, m.state)
}

// expectSet compares the attribute integrations of the state.
func (m *managed) expectSet(want ...string) {
	m.t.Helper()
	if got, _ := m.state["integrations"].([]string); !slices.Equal(got, want) {
		m.t.Errorf("the state has the integrations %q, want %q", got, want)
	}
}

// expectWarnings compares the summaries of the warnings, and expects no errors.
func expectWarnings(t *testing.T, found []*tfprotov6.Diagnostic, want ...string) {
	t.Helper()
	got := []string{}
	for _, diagnostic := range found {
		if diagnostic.Severity != tfprotov6.DiagnosticSeverityWarning {
			t.Errorf("unexpected %s", describe(diagnostic))
		}
		got = append(got, diagnostic.Summary)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got the warnings %q, want %q", got, want)
	}
}

// expectWords expects that the text of a diagnostic contains all parts.
func expectWords(t *testing.T, found *tfprotov6.Diagnostic, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(found.Summary+"\n"+found.Detail, part) {
			t.Errorf("want the words %q, got %s", part, describe(found))
		}
	}
}

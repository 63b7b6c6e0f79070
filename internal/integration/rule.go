package integration

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// gitlabintegrations_disabled and gitlabintegrations_exclusive are rules: resources that
// say which integrations of a project or group may be active. They set none up. Both
// read the list of the owner, which everything in a run shares.

// attributeIntegration is the slug that gitlabintegrations_disabled is about.
const attributeIntegration = "integration"

// activeList are active integrations of an owner, by slug.
type activeList = map[string]*client.Integration

// rule is what the two differ in. Objects are states or plans; in those, what is not known
// yet is missing.
type rule interface {
	// validate checks a configuration, except for project and group.
	validate(config values) []*tfprotov6.Diagnostic
	// complete returns the planned attributes, except for project, group and id.
	complete(config values) values
	// generate returns the configuration of a state, except for project and group.
	generate(state settings) values
	// subject is what messages say of the rule.
	subject(object settings) message.Subject
	// remedy says how to keep an integration that the rule switches off.
	remedy() string
	// toSwitchOff defines an integration that the rule switches off.
	toSwitchOff(slug string) *definition
	// find requests which of the integrations that the rule is about are active.
	find(ctx context.Context, provider *Provider, object settings) (activeList, error)
	// after is the state after a read; nil if the plan is to create the rule again.
	after(before settings, active activeList, stored *ruleState) settings
	// forbids returns what the rule forbids; nil if that is not known yet.
	forbids(object settings) forbids
	// appliesAnew reports whether an apply switches off what it finds active, and not only
	// what the plan shows as a difference. Prior is nil for a new rule.
	appliesAnew(prior, planned settings) bool
	// switchesOff reports whether an apply switches off an active integration.
	switchesOff(prior, planned settings, slug string, inherited bool) bool
	// left is the state after an apply that could not switch off all; nil for none.
	left(planned settings, remaining []string) settings
}

// forbids reports whether a rule forbids that an integration is active, with settings of
// its own or with inherited ones.
type forbids func(slug string, inherited bool) bool

// ruleState is the private state of a rule.
type ruleState struct {
	// Imported is set between an import and the read that follows, as in privateState.
	Imported bool `json:"imported,omitempty"`
	// Allowed are the integrations that the last apply allowed; nil before the first one.
	// The state has also those that are active nevertheless.
	Allowed []string `json:"allowed"`
}

func parseRuleState(private []byte) *ruleState {
	s := &ruleState{}
	if len(private) == 0 || json.Unmarshal(private, s) != nil {
		return &ruleState{}
	}
	return s
}

func (s *ruleState) bytes() []byte {
	private, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return private
}

// newRule returns the resource of a rule. The attribute slugName has the integration that
// it is about; "" if it is about all.
func newRule(r rule, spec *Spec, slugName string, attributes []*tfprotov6.SchemaAttribute) *definition {
	d := newDefinition(spec, "<!-- subcategory:"+spec.Category+" -->\n"+spec.Summary+"\n\n"+spec.Notes, attributes)
	d.rule, d.slugName = r, slugName
	return d
}

// refreshRule brings the state of a rule up to date.
func (d *definition) refreshRule(ctx context.Context, provider *Provider, before settings, resp *tfprotov6.ReadResourceResponse) {
	stored := parseRuleState(resp.Private)
	active, err := d.rule.find(ctx, provider, before)
	if err != nil {
		failed, found := d.unreadRule(ctx, provider, before, stored.Imported, err)
		if resp.Diagnostics = found; !failed {
			resp.NewState = d.object(nil)
		}
		return
	}
	after := d.rule.after(before, active, stored)
	if after == nil && stored.Imported {
		dc := d.ruleContext("Cannot import", provider, before)
		resp.Diagnostics = dc.failures("", dc.StillOn())
		return
	}
	resp.Diagnostics = provider.movedResource(ctx, ownerOf(before), movedTo(active))
	stored.Imported = false
	resp.NewState, resp.Private = d.state(after), stored.bytes()
}

// movedTo is the number of a project whose list was found through a redirect. It is ""
// otherwise, and if nothing is active.
func movedTo(active activeList) string {
	for _, entry := range active {
		return entry.MovedTo
	}
	return ""
}

// unreadRule says why a rule cannot be read. It has not failed if the rule leaves the
// state together with its owner.
func (d *definition) unreadRule(ctx context.Context, provider *Provider, before settings, imported bool, err error) (failed bool, found []*tfprotov6.Diagnostic) {
	switch {
	case imported:
		return true, d.ruleContext("Cannot import", provider, before).diagnose(ctx, err)
	case client.IsOwnerNotFound(err):
		return provider.ownerGone(d.rule.subject(before), err)
	default:
		return true, d.ruleContext("Cannot read", provider, before).diagnose(ctx, err)
	}
}

// ruleContext is what the diagnostics about the requests of a rule have in common.
func (d *definition) ruleContext(verb string, provider *Provider, object settings) diagnosticContext {
	dc := d.reading(verb, provider, ownerOf(object))
	dc.Subject = d.rule.subject(object)
	dc.summary = dc.Task(verb)
	return dc
}

// generatedRule is the configuration that leads to the state of a rule.
func (d *definition) generatedRule(state settings) values {
	config := d.rule.generate(state)
	for _, name := range []string{attributeProject, attributeGroup} {
		config[name] = toValue(tftypes.String, state[name])
	}
	return config
}

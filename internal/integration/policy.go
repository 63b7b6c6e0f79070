package integration

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// gitlabintegrations_disabled and gitlabintegrations_exclusive are policies: resources that
// say which integrations of a project or group may be active. They set none up. Both
// read the list of the owner, which everything in a run shares.

// attributeIntegration is the slug that gitlabintegrations_disabled is about.
const attributeIntegration = "integration"

// activeList are active integrations of an owner, by slug.
type activeList = map[string]*client.Integration

// policy contains the differences between the two. Objects are states or plans; they
// do not contain attributes that are not known yet.
type policy interface {
	// validate checks a configuration, except for project and group.
	validate(config values) []*tfprotov6.Diagnostic
	// complete returns the planned attributes, except for project, group and id.
	complete(config values) values
	// generate returns the configuration of a state, except for project and group.
	generate(state settings) values
	// subject is the policy as messages describe it.
	subject(object settings) message.Subject
	// remedy says how to keep an integration that the policy disables.
	remedy() string
	// toDisable defines an integration that the policy disables.
	toDisable(slug string) *definition
	// find requests which of the integrations that the policy is about are active.
	find(ctx context.Context, provider *Provider, object settings) (activeList, error)
	// after is the state after a read; nil if the plan is to create the policy again.
	after(before settings, active activeList, stored *policyState) settings
	// forbids returns what the policy forbids; nil if that is not known yet.
	forbids(object settings) forbids
	// appliesAnew reports whether an apply disables everything that it finds active,
	// and not only what the plan shows as a difference. Prior is nil for a new
	// policy.
	appliesAnew(prior, planned settings) bool
	// disables reports whether an apply disables an active integration.
	disables(prior, planned settings, slug string, inherited bool) bool
	// left is the state after an apply that could not disable all; nil for none.
	left(planned settings, remaining []string) settings
}

// forbids reports whether a policy forbids that an integration is active, with settings of
// its own or with inherited ones.
type forbids func(slug string, inherited bool) bool

// policyState is the private state of a policy.
type policyState struct {
	// Imported is set between an import and the read that follows, as in privateState.
	Imported bool `json:"imported,omitempty"`
	// Allowed are the integrations that the last apply allowed; nil before the first one.
	// The state has also those that are active nevertheless.
	Allowed []string `json:"allowed"`
}

func parsePolicyState(private []byte) *policyState {
	s := &policyState{}
	if len(private) == 0 || json.Unmarshal(private, s) != nil {
		return &policyState{}
	}
	return s
}

func (s *policyState) bytes() []byte {
	private, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return private
}

// newPolicy returns the resource of a policy. The attribute slugName has the integration that
// it is about; "" if it is about all.
func newPolicy(p policy, spec *Spec, description, slugName string, attributes []*tfprotov6.SchemaAttribute) *definition {
	d := newDefinition(spec, description, attributes)
	d.policy, d.slugName = p, slugName
	return d
}

// refreshPolicy refreshes the state of a policy.
func (d *definition) refreshPolicy(ctx context.Context, provider *Provider, before settings, resp *tfprotov6.ReadResourceResponse) {
	stored := parsePolicyState(resp.Private)
	active, err := d.policy.find(ctx, provider, before)
	if err != nil {
		failed, found := d.unreadPolicy(ctx, provider, before, stored.Imported, err)
		if resp.Diagnostics = found; !failed {
			resp.NewState = d.object(nil)
		}
		return
	}
	after := d.policy.after(before, active, stored)
	if after == nil && stored.Imported {
		dc := d.policyContext("Cannot import", provider, before)
		resp.Diagnostics = dc.failures("", dc.StillActive())
		return
	}
	owner := ownerOf(before)
	resp.Diagnostics = provider.movedResource(ctx, owner, provider.Lists.MovedTo(owner))
	stored.Imported = false
	resp.NewState, resp.Private = d.state(after), stored.bytes()
}

// unreadPolicy says why a policy cannot be read. It has not failed if the policy leaves the
// state together with its owner.
func (d *definition) unreadPolicy(ctx context.Context, provider *Provider, before settings, imported bool, err error) (failed bool, found []*tfprotov6.Diagnostic) {
	switch {
	case imported:
		return true, d.policyContext("Cannot import", provider, before).diagnose(ctx, err)
	case client.IsOwnerNotFound(err):
		return provider.ownerGone(d.policy.subject(before), err)
	default:
		return true, d.policyContext("Cannot read", provider, before).diagnose(ctx, err)
	}
}

// policyContext is what the diagnostics about the requests of a policy have in common.
func (d *definition) policyContext(verb string, provider *Provider, object settings) diagnosticContext {
	dc := d.reading(verb, provider, ownerOf(object))
	dc.Subject = d.policy.subject(object)
	dc.summary = dc.Task(verb)
	return dc
}

// generatedPolicy is the configuration that leads to the state of a policy.
func (d *definition) generatedPolicy(state settings) values {
	config := d.policy.generate(state)
	for _, name := range []string{attributeProject, attributeGroup} {
		config[name] = toValue(tftypes.String, state[name])
	}
	return config
}

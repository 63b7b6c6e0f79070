package integration

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ApplyResourceChange applies a plan with one PUT, for a create and for an update, or
// with one DELETE. The new state is the plan, or the prior state if GitLab refused
// the request. If GitLab did not answer a create, it is not known whether the
// integration exists: the new state is then the plan, and Terraform marks the
// resource as tainted.
func (s *Server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (resp *tfprotov6.ApplyResourceChangeResponse, err error) {
	resp = &tfprotov6.ApplyResourceChangeResponse{NewState: req.PriorState, Private: req.PlannedPrivate}
	defer func() { resp.Diagnostics = s.reported.shorten(ctx, resp.Diagnostics) }()
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.ApplyResourceChange(ctx, req)
			return
		}
		s.applying.Store(true)
		if d.policy != nil {
			d.applyPolicy(ctx, s.provider(), d.settings(req.PriorState), d.settings(req.PlannedState), resp)
			resp.NewIdentity = d.identity(d.values(resp.NewState))
			return
		}
		op := applyOperation{
			definition: d,
			provider:   s.provider(),
			prior:      d.settings(req.PriorState),
			planned:    d.settings(req.PlannedState),
			config:     d.settings(req.Config),
			stored:     parsePrivateState(req.PlannedPrivate),
		}
		op.expand()
		op.apply(ctx, resp)
		resp.NewIdentity = d.identity(d.values(resp.NewState))
	})
	return resp, err
}

// applyOperation is the apply of one resource. Prior is nil for a create, and planned
// is nil for a destroy.
type applyOperation struct {
	*definition
	provider               *Provider
	prior, planned, config settings
	stored                 *privateState
	// demanded is set if a policy forbids the integration, and no resource has it in the
	// state. Its row is then as it was just read.
	demanded bool
	// secretNames are the names of the configured secrets of a custom integration.
	secretNames []string
	// uncertain is set if a failed request may have been carried out by GitLab.
	uncertain bool
	// unknown is set if it is not known whether GitLab has carried out a create;
	// outcome says what is known.
	unknown bool
	outcome string
	// left is the state of an integration that was not destroyed, because it is not
	// as it was before.
	left settings
	// checkErrors are the errors because of which the PUT is not sent.
	checkErrors []*tfprotov6.Diagnostic
	// warnings are those of the PUT.
	warnings []*tfprotov6.Diagnostic
}

func (op *applyOperation) apply(ctx context.Context, resp *tfprotov6.ApplyResourceChangeResponse) {
	var failed bool
	if op.provider != nil && op.prior != nil {
		op.provider.own.add(op.stored.Row.ID)
	}
	switch {
	case op.provider == nil:
		failed, resp.Diagnostics = true, op.withoutProvider()
	case op.planned == nil:
		failed, resp.Diagnostics = op.disable(ctx)
	case op.isUnchanged(op.prior, op.planned, op.stored.Adopted) && !op.stored.Shared && op.provider.writes.keep(op.stored.Row.ID):
		op.planned[attributeID], op.stored.SameRow = resourceID(op.planned), false
	default:
		failed, resp.Diagnostics = op.put(ctx)
	}
	switch {
	case !failed:
		op.provider.own.add(op.stored.Row.ID)
		resp.NewState, resp.Private = op.state(op.planned), op.stored.bytes()
	case op.uncertain && op.prior != nil:
		resp.NewState = op.state(op.uncertainState())
	case op.left != nil:
		resp.NewState, resp.Private = op.state(op.left), op.stored.bytes()
	case op.planned == nil:
		resp.Private = op.stored.bytes()
	case op.unknown:
		op.stored.setRow(row{})
		resp.NewState, resp.Private = op.state(op.planned), op.stored.bytes()
	}
}

// withoutProvider is the error of an operation before the provider is configured.
func (op *applyOperation) withoutProvider() []*tfprotov6.Diagnostic {
	if op.planned == nil {
		return op.notConfigured("Cannot disable", ownerOf(op.prior))
	}
	return op.notConfigured("Cannot set up", ownerOf(op.planned))
}

// isUnchanged reports whether a PUT would change nothing in GitLab: the prior state
// is equivalent to the plan, though it can differ in spelling, such as null for an
// empty string or another name of the owner. Adopted is set if the secrets are not known,
// because the integration was imported.
func (d *definition) isUnchanged(prior, planned settings, adopted bool) bool {
	if prior == nil || prior[attributeInherited] != planned[attributeInherited] {
		return false
	}
	return !slices.ContainsFunc(d.Parameters, func(p Parameter) bool { return p.changes(prior, planned, adopted) })
}

// changes reports whether the planned value of a setting changes anything in GitLab.
// The prior state is what GitLab has, unless it says that a secret is lost.
func (p *Parameter) changes(prior, planned settings, adopted bool) bool {
	before, known := prior[p.Name]
	after, version := planned[p.Name], p.writeOnlyVersion()
	switch {
	case p.Secret:
		return !p.sameSecret(before, after) || adopted && before == nil && after != nil || prior[version] != planned[version] || prior[version] == lostVersion
	case !known:
		return true
	case p.Type == Any && (decodeString(before) == "") != (decodeString(after) == ""):
		// It is not known whether GitLab treats a missing value as false there.
		return true
	default:
		return !p.same(after, before)
	}
}

// diagnosticContext is the context of diagnostics about a request of this operation.
func (op *applyOperation) diagnosticContext(verb string, owner client.Owner) diagnosticContext {
	dc := op.reading(verb, op.provider, owner)
	dc.secrets, dc.attribute, dc.value = op.secretValues(), op.attribute, op.value
	return dc
}

// value is the value of a setting in the request.
func (op *applyOperation) value(p *Parameter) any {
	if p.Secret {
		return op.secret(p)
	}
	return op.planned[p.Name]
}

// attribute is the name of a setting's attribute in the configuration.
func (op *applyOperation) attribute(p *Parameter) string {
	if p.Secret && op.config[p.writeOnly()] != nil && !op.isCustom() {
		return p.writeOnly()
	}
	return p.Name
}

// inactive explains why an integration is disabled after a PUT.
func (op *applyOperation) inactive(owner client.Owner) string {
	if op.inherits() {
		return op.subject(owner).DisabledAbove()
	}
	return message.NotActive(op.Install)
}

func (op *applyOperation) inherits() bool { return op.planned[attributeInherited] == true }

// body is the body of a PUT. It contains every setting, because GitLab applies its
// defaults only to a new record. It contains use_inherited_settings, because without
// it GitLab ignores all other settings of a record that inherits.
func (op *applyOperation) body() map[string]any {
	body := map[string]any{attributeInherited: op.inherits()}
	for i := range op.Parameters {
		p := &op.Parameters[i]
		value := op.value(p)
		if p.Type != Secrets && !op.isUnsupported(p) && (value != nil || op.clears(p)) {
			body[p.Name] = value
		}
	}
	return body
}

// isUnsupported reports whether a setting is not configured, and this GitLab is known
// not to have it or may be too new to have it. There is then no value to set and,
// unless there was one before, no value to clear.
func (op *applyOperation) isUnsupported(p *Parameter) bool {
	switch {
	case op.config[p.Name] != nil || p.Secret && op.config[p.writeOnly()] != nil:
		return false
	case op.lacks(p):
		return true
	default:
		return p.Until != "" && !p.Secret && op.planned[p.Name] == nil && op.prior[p.Name] == nil
	}
}

// clears reports whether a setting without a value is sent as null. GitLab requires
// the key of some settings. The other settings of an integration that inherits are
// not managed. A secret is cleared if Terraform or the parent group has set it, and
// is otherwise not changed. A create clears it too: GitLab may have created the
// integration with the secrets of the parent group together with the project.
func (op *applyOperation) clears(p *Parameter) bool {
	switch {
	case p.Required || p.Presence:
		return true
	case op.inherits():
		return false
	case p.Secret:
		// With ignore_changes, a secret that is not known can be planned.
		return op.hadSecret(p) && op.planned[p.Name] != lostSecret
	default:
		return true
	}
}

// confirm warns of configured settings that the answer does not show as they were
// sent. The state keeps them as planned, because Terraform would report any other
// value as a bug of the provider.
func (op *applyOperation) confirm(owner client.Owner, answer *client.Integration) []*tfprotov6.Diagnostic {
	var unconfirmed []message.Unconfirmed
	if op.inherits() && !answer.Inherited() {
		unconfirmed = append(unconfirmed, message.Unconfirmed{Name: attributeInherited})
	}
	for i := range op.Parameters {
		if p := &op.Parameters[i]; op.config[p.Name] != nil && !p.confirmed(op.planned[p.Name], answer) {
			unconfirmed = append(unconfirmed, message.Unconfirmed{Name: p.Name, Shown: op.shownInstead(p, answer)})
		}
	}
	if len(unconfirmed) == 0 {
		return nil
	}
	subject := op.subject(owner)
	if op.isCustom() {
		return []*tfprotov6.Diagnostic{warningOf(subject.CustomNotConfirmed(unconfirmed))}
	}
	return []*tfprotov6.Diagnostic{warningOf(subject.NotConfirmed(unconfirmed))}
}

// shownInstead is the value of a setting in an answer, as a configuration writes it;
// "" if the answer has none.
func (op *applyOperation) shownInstead(p *Parameter, answer *client.Integration) string {
	answered, shown := p.answered(answer)
	if !shown || op.isKnownSecret(p.Name) {
		return ""
	}
	return message.Redact(literal(answered), op.secretValues())
}

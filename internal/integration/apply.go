package integration

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ApplyResourceChange makes GitLab as planned: one PUT, for what is new and
// what is changed alike, or one DELETE. The new state is the plan, or the
// prior state if GitLab refused.
func (s *Server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (resp *tfprotov6.ApplyResourceChangeResponse, err error) {
	resp = &tfprotov6.ApplyResourceChangeResponse{NewState: req.PriorState, Private: req.PlannedPrivate}
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.ApplyResourceChange(ctx, req)
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

// applyOperation is one resource on its way from prior (nil: it is new) to planned
// (nil: it is to be destroyed).
type applyOperation struct {
	*definition
	provider               *Provider
	prior, planned, config settings
	stored                 *privateState
	// secretNames are the configured secrets of a custom integration.
	secretNames []string
	// uncertain is set if GitLab may have carried out what failed.
	uncertain bool
}

func (op *applyOperation) apply(ctx context.Context, resp *tfprotov6.ApplyResourceChangeResponse) {
	var failed bool
	switch {
	case op.provider == nil:
		failed, resp.Diagnostics = true, []*tfprotov6.Diagnostic{notConfigured()}
	case op.planned == nil:
		failed, resp.Diagnostics = op.disable(ctx)
	case op.isUnchanged(op.prior, op.planned):
		op.planned[attributeID] = resourceID(op.planned)
	default:
		if resp.Diagnostics = op.missingSecrets(); len(resp.Diagnostics) > 0 {
			failed = true
			break
		}
		failed, resp.Diagnostics = op.put(ctx)
	}
	switch {
	case !failed:
		resp.NewState, resp.Private = op.state(op.planned), op.stored.bytes()
	case op.uncertain && op.prior != nil:
		resp.NewState = op.state(op.uncertainState())
	}
}

// put sets up or changes the integration.
func (op *applyOperation) put(ctx context.Context) (failed bool, found []*tfprotov6.Diagnostic) {
	owner := ownerOf(op.planned)
	op.planned[attributeID] = resourceID(op.planned)
	dc := op.diagnosticContext(op.verb(), owner)
	defer op.provider.forgetList(owner)
	if op.prior != nil {
		// It may be known by another name of its owner.
		defer op.provider.forgetList(ownerOf(op.prior))
	}
	answer, err := op.provider.Client.PutIntegration(ctx, owner, op.Slug, op.body())
	op.uncertain = err == nil || client.IsUncertain(err)
	if err != nil {
		return true, dc.diagnose(ctx, err)
	}
	if op.inherits() {
		// The values are copied after GitLab has made its answer to the PUT
		// (app/services/integrations/propagation/bulk_update_service.rb).
		if answer, err = op.provider.Client.GetIntegration(ctx, owner, op.Slug); err != nil {
			return true, dc.diagnose(ctx, err)
		}
	}
	if !answer.Active() {
		return true, []*tfprotov6.Diagnostic{failure(dc.summary, op.inactive(owner))}
	}
	op.stored.UpdatedAt, op.stored.Seen = op.provider.timeOf(answer), op.provider.seen(answer)
	op.stored.Adopted, op.stored.SecretNames, op.stored.Assumed = false, op.secretNames, nil
	return false, op.confirm(owner, answer)
}

// verb begins the summary of what a PUT cannot do.
func (op *applyOperation) verb() string {
	if op.prior == nil {
		return "Cannot set up"
	}
	return "Cannot change"
}

// isUnchanged reports whether a PUT would tell GitLab nothing new: the prior state
// has what is planned, if in another spelling, such as null for an empty string
// or another name of the owner.
func (d *definition) isUnchanged(prior, planned settings) bool {
	if prior == nil || prior[attributeInherited] != planned[attributeInherited] {
		return false
	}
	return !slices.ContainsFunc(d.Parameters, func(p Parameter) bool { return p.changes(prior, planned) })
}

// changes reports whether GitLab would notice what is planned for a setting. The
// prior state is what GitLab has, unless it says that a secret is lost.
func (p *Parameter) changes(prior, planned settings) bool {
	before, known := prior[p.Name]
	after, version := planned[p.Name], p.writeOnlyVersion()
	switch {
	case p.Secret:
		return before != after || before == "" || prior[version] != planned[version] || prior[version] == lostVersion
	case !known:
		return true
	case p.Type == Any && (decodeString(before) == "") != (decodeString(after) == ""):
		// Nobody knows whether no value is the same as false there.
		return true
	default:
		return !p.same(after, before)
	}
}

// diagnosticContext is that of a request of this operation.
func (op *applyOperation) diagnosticContext(verb string, owner client.Owner) diagnosticContext {
	dc := op.reading(verb, op.provider, owner)
	dc.secrets, dc.attribute, dc.value = op.secretValues(), op.attribute, op.value
	return dc
}

// value is what the request carries of a setting.
func (op *applyOperation) value(p *Parameter) any {
	if p.Secret {
		return op.secret(p)
	}
	return op.planned[p.Name]
}

// attribute is the name under which the configuration has a setting.
func (op *applyOperation) attribute(p *Parameter) string {
	if p.Secret && op.config[p.writeOnly()] != nil && !op.isCustom() {
		return p.writeOnly()
	}
	return p.Name
}

// inactive explains an integration that stays switched off after a PUT.
func (op *applyOperation) inactive(owner client.Owner) string {
	if op.inherits() {
		return op.subject(owner).OffAbove()
	}
	return message.NotActive(op.Install)
}

func (op *applyOperation) inherits() bool { return op.planned[attributeInherited] == true }

// body is what a PUT sends: every setting, because GitLab applies its defaults
// only to a brand-new record, and use_inherited_settings, because GitLab would
// ignore everything else if the record inherits and it were missing.
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

// isUnsupported reports whether nobody configured a setting, and that this GitLab is
// known not to have it, or may be too new to have it: then there is nothing to
// set and, unless it was set before, nothing to clear.
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

// clears reports whether a setting without a value is sent as null. GitLab
// demands the key of some; the rest of those of an integration that inherits
// are not ours. A secret is cleared if Terraform or the group above has set it,
// and else left alone. On a create it is cleared too: GitLab may have set up
// the integration with the secrets of the group above when the project was
// made.
func (op *applyOperation) clears(p *Parameter) bool {
	switch {
	case p.Required || p.Presence:
		return true
	case op.inherits():
		return false
	case p.Secret:
		return op.hadSecret(p)
	default:
		return true
	}
}

// confirm warns of configured settings that the answer does not show as they
// were sent. They stay in the state as planned: Terraform would take anything
// else for a bug of the provider.
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

// shownInstead is what an answer shows of a setting, in the words of a
// configuration; empty if it shows none.
func (op *applyOperation) shownInstead(p *Parameter, answer *client.Integration) string {
	answered, shown := p.answered(answer)
	if !shown || op.isKnownSecret(p.Name) {
		return ""
	}
	return message.Redact(literal(answered), op.secretValues())
}

// disable switches the integration off. One that is gone already is as good.
func (op *applyOperation) disable(ctx context.Context) (failed bool, found []*tfprotov6.Diagnostic) {
	owner := ownerOf(op.prior)
	if op.Undeletable {
		return false, nil // The plan has said what that means.
	}
	dc, err := op.diagnosticContext("Cannot disable", owner), op.provider.disable(ctx, owner, op.Slug)
	refused := new(client.Error)
	switch {
	case err == nil:
		return false, nil
	case errors.As(err, &refused) && refused.Status == http.StatusUnprocessableEntity:
		return true, dc.failures("", message.Describe(err), message.NotDisabled)
	default:
		return true, dc.diagnose(ctx, err)
	}
}

// disable switches an integration off, also that of a project that has moved:
// who destroys has no other name of it to configure. One that is gone already
// is no error.
func (p *Provider) disable(ctx context.Context, owner client.Owner, slug string) error {
	defer p.forgetList(owner)
	err := p.Client.DeleteIntegration(ctx, owner, slug)
	if client.IsMoved(err) {
		if path, unknown := p.Client.FullPath(ctx, owner); unknown == nil {
			owner.ID = path
			defer p.forgetList(owner)
			err = p.Client.DeleteIntegration(ctx, owner, slug)
		}
	}
	if client.IsNotFound(err) || client.IsUnknownSlug(err) {
		return nil
	}
	return err
}

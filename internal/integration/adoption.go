package integration

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// After the import of an existing integration, the state lacks what GitLab does not
// return: secrets, and some settings. This is no problem as long as nothing changes.

// assumeDefaults sets hidden settings that Terraform does not know yet to the value
// that a plan gives them. Settings that an answer shows are no longer assumed.
func (d *definition) assumeDefaults(ctx context.Context, provider *Provider, after settings, answer *client.Integration, stored *privateState) {
	if answer.Inherited() {
		return
	}
	var assumed []string
	for i := range d.Parameters {
		p := &d.Parameters[i]
		if _, shown := p.answered(answer); shown || !p.Hidden || p.Default == nil {
			continue
		}
		unknown := after[p.Name] == nil && !provider.lacks(ctx, p)
		if unknown {
			after[p.Name] = toSetting(d.defaults[p.Name])
		}
		if unknown || slices.Contains(stored.Assumed, p.Name) {
			assumed = append(assumed, p.Name)
		}
	}
	stored.Assumed = assumed
}

// plannedChange is the planned change of one resource.
type plannedChange struct {
	*definition
	// Prior is nil for a new resource.
	config, prior, planned values
	replaces               bool
	// Adopted is set between an import and the first write to GitLab.
	adopted bool
}

func (c plannedChange) creates() bool { return c.prior == nil || c.replaces }

// isUnchanged reports whether the apply sends nothing to GitLab.
func (c plannedChange) isUnchanged() bool {
	for name, value := range c.planned {
		if name != attributeID && !value.IsFullyKnown() {
			return false
		}
	}
	return !c.creates() && c.definition.isUnchanged(c.prior.plain(), c.planned.plain(), c.adopted)
}

// adopt keeps the imported values in the plan if the configuration is equivalent to
// them, or does not mention them because it cannot express them or the CLI leaves them
// out.
func (c plannedChange) adopt() []*tfprotov6.Diagnostic {
	if c.isCustom() {
		return c.adoptSettings(c.planned, c.prior, !c.creates())
	}
	kept := c
	kept.planned = maps.Clone(c.planned)
	staying := c.staying(c.prior.plain())
	for i := range c.Parameters {
		p := &c.Parameters[i]
		silent := p.isLeftOut(c.config[p.Name]) || c.config[p.Name].IsNull() && (staying[p.Name] || staying[p.DefaultFrom])
		if silent || p.repeats(c.config[p.Name], c.prior[p.Name]) {
			kept.planned[p.Name] = c.prior[p.Name]
		}
	}
	if kept.isUnchanged() {
		maps.Copy(c.planned, kept.planned)
	}
	return nil
}

// repeats reports whether the configured value of a setting is equivalent to the
// imported one. GitLab, or the record, may be older than the setting and have no
// value for it, and no configuration can express that. Terraform lets a plan keep
// only values that are in the configuration and the state, or that are computed.
func (p *Parameter) repeats(configured, imported tftypes.Value) bool {
	if imported.IsNull() {
		return configured.IsNull() && p.computed()
	}
	return !p.Secret && isSet(configured) && p.same(toSetting(configured), toSetting(imported))
}

// isLeftOut reports whether a setting is deprecated and not configured. The CLI
// leaves deprecated settings out of the configuration that it generates for an
// import.
func (p *Parameter) isLeftOut(configured tftypes.Value) bool {
	return p.Deprecated != "" && !p.Secret && configured.IsNull()
}

// demandSecrets reports secrets that are missing, and without which GitLab would
// refuse the change. It is an error if the integration is created, or if Terraform
// had the secret before. It is a warning if Terraform never had the secret, because
// the change of one imported integration must not stop the plan of all others.
func (c plannedChange) demandSecrets(stored *privateState) (found []*tfprotov6.Diagnostic) {
	if inherits := c.planned[attributeInherited]; !inherits.IsKnown() || isTrue(inherits) {
		return nil
	}
	if c.isCustom() {
		return c.demandOfCustom(stored)
	}
	for _, rule := range c.Rules {
		if p := c.missingSecret(rule, c.config); p != nil && (c.creates() || c.knew(p)) {
			found = append(found, c.validateRule(rule, c.config)...)
		}
	}
	for i := range c.Parameters {
		if p := &c.Parameters[i]; p.Required && p.Secret && p.isMissing(c.config) {
			found = append(found, c.demand(p)...)
		}
	}
	return found
}

// demand reports that a required secret has no value in the plan.
func (c plannedChange) demand(p *Parameter) []*tfprotov6.Diagnostic {
	switch {
	case c.creates():
		return []*tfprotov6.Diagnostic{errorAt(p.Name, message.MissingSecret(p.Name, p.writeOnly()))}
	case c.knew(p):
		return []*tfprotov6.Diagnostic{errorAt(p.Name, message.RemovedSecret(p.Name, p.writeOnly()))}
	case c.isUnchanged():
		return nil
	default:
		subject := c.subject(plannedOwner(c.planned))
		return []*tfprotov6.Diagnostic{warningAt(p.Name, subject.UnknownSecret(p.Name, p.writeOnly()))}
	}
}

// demandOfCustom warns of missing required secrets of an integration that was
// imported as gitlabintegrations_custom, as far as the catalog knows them. For a new
// integration, GitLab decides.
func (c plannedChange) demandOfCustom(stored *privateState) (found []*tfprotov6.Diagnostic) {
	known := c.known[toText(c.planned[attributeSlug])]
	secrets := c.config[customSecrets.writeOnly()]
	if known == nil || !stored.Adopted || !secrets.IsKnown() || c.creates() || c.isUnchanged() {
		return nil
	}
	for i := range known.Parameters {
		p := &known.Parameters[i]
		_, isSecret := elements(secrets)[p.Name]
		_, isSetting := elements(c.config[attributeSettings])[p.Name]
		if p.Required && p.Secret && !isSecret && !isSetting {
			subject := c.inPlan(c.planned).subject(plannedOwner(c.planned))
			found = append(found, warningAt(attributeSlug, subject.UnknownCustomSecret(p.Name)))
		}
	}
	return found
}

// knew reports whether Terraform had a secret that is no longer planned. A version
// without a value cannot be configured, because the validation refuses it. So
// ignore_changes has taken the version from the state, and hides the value. A lost secret
// that ignore_changes has taken from the state was not known before.
func (c plannedChange) knew(p *Parameter) bool {
	version := p.writeOnlyVersion()
	return !c.prior[p.Name].IsNull() && c.config[p.Name].IsNull() || !c.prior[version].IsNull() && c.config[version].IsNull()
}

// missingSecrets is the error of a change that lacks a required secret. GitLab would
// refuse the change with a less helpful message.
func (op *applyOperation) missingSecrets() (found []*tfprotov6.Diagnostic) {
	if op.inherits() {
		return nil
	}
	dc := op.diagnosticContext(op.verb(), ownerOf(op.planned))
	for i := range op.Parameters {
		if p := &op.Parameters[i]; p.Required && p.Secret && op.secret(p) == nil {
			found = append(found, dc.failuresOf(message.LacksSecret(p.Name), p.Name, message.ChangeWithoutSecret(p.Name, p.writeOnly())...)...)
		}
	}
	return found
}

// warnOfAssumed names the settings that a change writes although their present values
// are only assumed.
func (c plannedChange) warnOfAssumed(stored *privateState) []*tfprotov6.Diagnostic {
	if len(stored.Assumed) == 0 || isTrue(c.planned[attributeInherited]) || c.creates() || c.isUnchanged() {
		return nil
	}
	var assumed []message.Assumed
	for i := range c.Parameters {
		p := &c.Parameters[i]
		// The plan shows the settings that get another value.
		if slices.Contains(stored.Assumed, p.Name) && c.planned[p.Name].Equal(c.prior[p.Name]) {
			assumed = append(assumed, message.Assumed{Name: p.Name, Value: literal(toSetting(c.planned[p.Name]))})
		}
	}
	if len(assumed) == 0 {
		return nil
	}
	return []*tfprotov6.Diagnostic{warningOf(c.subject(plannedOwner(c.planned)).WritesAssumed(assumed))}
}

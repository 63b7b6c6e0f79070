package integration

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// ApplyResourceChange makes GitLab as planned: one PUT, for what is new and
// what is changed alike, or one DELETE. The new state is the plan, or the
// prior state if GitLab refused.
func (s *Server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (resp *tfprotov6.ApplyResourceChangeResponse, err error) {
	resp = &tfprotov6.ApplyResourceChangeResponse{NewState: req.PriorState, Private: req.PlannedPrivate}
	guard(&resp.Diagnostics, func() {
		k, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.ApplyResourceChange(ctx, req)
			return
		}
		change := change{
			kind:       k,
			provider:   s.provider(),
			prior:      k.settings(req.PriorState),
			planned:    k.settings(req.PlannedState),
			config:     k.settings(req.Config),
			remembered: recall(req.PlannedPrivate),
		}
		change.apply(ctx, resp)
	})
	return resp, err
}

// change is one resource on its way from prior (nil: it is new) to planned
// (nil: it is to be destroyed).
type change struct {
	*kind
	provider               *Provider
	prior, planned, config settings
	remembered             *memory
	// uncertain is set if GitLab may have carried out what failed.
	uncertain bool
}

func (c *change) apply(ctx context.Context, resp *tfprotov6.ApplyResourceChangeResponse) {
	var failed bool
	switch {
	case c.provider == nil:
		failed, resp.Diagnostics = true, []*tfprotov6.Diagnostic{notConfigured()}
	case c.planned == nil:
		failed, resp.Diagnostics = c.disable(ctx)
	default:
		failed, resp.Diagnostics = c.put(ctx)
	}
	switch {
	case !failed:
		resp.NewState, resp.Private = c.state(c.planned), c.remembered.bytes()
	case c.uncertain && c.prior != nil:
		resp.NewState = c.state(c.doubted())
	}
}

// put sets up or changes the integration.
func (c *change) put(ctx context.Context) (failed bool, found []*tfprotov6.Diagnostic) {
	owner := ownerOf(c.planned)
	c.planned[attributeID] = ownerID(owner)
	verb := "Cannot change"
	if c.prior == nil {
		verb = "Cannot set up"
	}
	attempt := c.attempt(verb, owner)
	defer c.provider.forgetList(owner)
	if c.prior != nil {
		// It may be known by another name of its owner.
		defer c.provider.forgetList(ownerOf(c.prior))
	}
	answer, err := c.provider.Client.PutIntegration(ctx, owner, c.Slug, c.body())
	c.uncertain = err == nil || client.IsUncertain(err)
	if err != nil {
		return true, attempt.diagnose(ctx, err)
	}
	if c.inherits() {
		// The values are copied after GitLab has made its answer to the PUT
		// (app/services/integrations/propagation/bulk_update_service.rb).
		if answer, err = c.provider.Client.GetIntegration(ctx, owner, c.Slug); err != nil {
			return true, attempt.diagnose(ctx, err)
		}
	}
	if !answer.Active() {
		return true, []*tfprotov6.Diagnostic{failure(attempt.summary, c.inactive(owner))}
	}
	c.remembered.UpdatedAt, c.remembered.Seen = c.provider.timeOf(answer), c.provider.seen(answer)
	return false, c.confirm(owner, answer)
}

// attempt is a request of this change.
func (c *change) attempt(verb string, owner client.Owner) attempt {
	return attempt{
		kind:      c.kind,
		client:    c.provider.Client,
		owner:     owner,
		summary:   c.task(verb, owner),
		redact:    c.redact,
		attribute: c.attribute,
	}
}

// attribute is the name under which the configuration has a setting.
func (c *change) attribute(p *Parameter) string {
	if p.Secret && c.config[p.writeOnly()] != nil {
		return p.writeOnly()
	}
	return p.Name
}

// inactive explains an integration that stays switched off after a PUT. To a
// group, GitLab copies the settings above only when they are saved.
func (c *change) inactive(owner client.Owner) string {
	switch {
	case !c.inherits():
		return "GitLab took the settings, but the integration is not active. " + c.Install
	case owner.Kind == client.GroupKind:
		return "GitLab linked it to the settings above, but it is not active. Switch the integration on above and save it there: GitLab copies the settings to this group only then."
	default:
		return "GitLab linked it to the settings of a group above or of the instance, but they are switched off. Switch the integration on there."
	}
}

func (c *change) inherits() bool { return c.planned[attributeInherited] == true }

// body is what a PUT sends: every setting, because GitLab applies its defaults
// only to a brand-new record, and use_inherited_settings, because GitLab would
// ignore everything else if the record inherits and it were missing.
func (c *change) body() map[string]any {
	body := map[string]any{attributeInherited: c.inherits()}
	for i := range c.Parameters {
		p := &c.Parameters[i]
		value := c.planned[p.Name]
		if p.Secret {
			value = c.secret(p)
		}
		if !c.isForeign(p) && (value != nil || c.clears(p)) {
			body[p.Name] = value
		}
	}
	return body
}

// isForeign tells that nobody configured a setting, and that this GitLab is
// known not to have it, or may be too new to have it: then there is nothing to
// set and, unless it was set before, nothing to clear.
func (c *change) isForeign(p *Parameter) bool {
	switch {
	case c.config[p.Name] != nil || p.Secret && c.config[p.writeOnly()] != nil:
		return false
	case c.lacks(p):
		return true
	default:
		return p.Until != "" && !p.Secret && c.planned[p.Name] == nil && c.prior[p.Name] == nil
	}
}

// clears tells whether a setting without a value is sent as null. GitLab
// demands the key of some; the rest of those of an integration that inherits
// are not ours. A secret is cleared if Terraform or the group above has set it,
// and else left alone. On a create it is cleared too: GitLab may have set up
// the integration with the secrets of the group above when the project was
// made.
func (c *change) clears(p *Parameter) bool {
	switch {
	case p.Required || p.Presence:
		return true
	case c.inherits():
		return false
	case p.Secret:
		return c.hadSecret(p)
	default:
		return true
	}
}

// confirm warns of configured settings that the answer does not show as they
// were sent. They stay in the state as planned: Terraform would take anything
// else for a bug of the provider.
func (c *change) confirm(owner client.Owner, answer *client.Integration) []*tfprotov6.Diagnostic {
	var names []string
	if c.inherits() && !answer.Inherited() {
		names = append(names, "`"+attributeInherited+"`")
	}
	for i := range c.Parameters {
		if p := &c.Parameters[i]; c.config[p.Name] != nil && !p.confirmed(c.planned[p.Name], answer) {
			names = append(names, "`"+p.Name+"`")
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []*tfprotov6.Diagnostic{warning(
		"This GitLab did not confirm every setting of "+c.Title+" in "+owner.String(),
		fmt.Sprintf("GitLab accepted the request, but its answer does not show these settings as they are configured: %s. "+
			"This GitLab may be too old or too new for them, or its licence may not include them. "+
			"If the next plan shows one again, remove it from the configuration.", strings.Join(names, ", ")))}
}

// disable switches the integration off. One that is gone already is as good.
func (c *change) disable(ctx context.Context) (failed bool, found []*tfprotov6.Diagnostic) {
	owner := ownerOf(c.prior)
	if c.Undeletable {
		return false, []*tfprotov6.Diagnostic{c.forgotten(owner)}
	}
	if err := c.provider.disable(ctx, owner, c.Slug); err != nil {
		return true, c.attempt("Cannot disable", owner).diagnose(ctx, err)
	}
	return false, nil
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

// forgotten warns that an integration outlives its resource.
func (k *kind) forgotten(owner client.Owner) *tfprotov6.Diagnostic {
	return warning(k.Title+" stays active in "+owner.String(),
		"GitLab's API cannot disable this integration, so Terraform only forgets it. To end it, uninstall the app, or unlink the group in it.")
}

func notConfigured() *tfprotov6.Diagnostic {
	return failure("The provider is not configured yet",
		"A setting of the provider, such as `base_url` or `token`, depends on something that is known only after an apply. "+
			"Apply that alone first, with `-target`, or give the provider values that are known from the start.")
}

package integration

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ReadResource refreshes the state with one GET. An integration that does not exist
// or is disabled is removed from the state, so that the next plan sets it up again.
func (s *Server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (resp *tfprotov6.ReadResourceResponse, err error) {
	resp = &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private}
	defer func() { resp.Diagnostics = s.reported.shorten(ctx, resp.Diagnostics) }()
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.ReadResource(ctx, req)
			return
		}
		d.refresh(ctx, s.provider(), resp)
	})
	return resp, err
}

// refresh replaces the state of the response.
func (d *definition) refresh(ctx context.Context, provider *Provider, resp *tfprotov6.ReadResourceResponse) {
	before := d.settings(resp.NewState)
	resp.NewIdentity = d.identityOf(before)
	if provider == nil || before == nil {
		// The provider's configuration is not known yet, so the state stays as it is.
		return
	}
	if d.policy != nil {
		d.refreshPolicy(ctx, provider, before, resp)
		return
	}
	d = d.inState(before)
	owner, stored := ownerOf(before), parsePrivateState(resp.Private)
	if gone, unchanged, found := d.refreshFromList(ctx, provider, before, stored); gone {
		resp.NewState, resp.Diagnostics = d.object(nil), found
		return
	} else if unchanged {
		provider.noteRead(stored, stored.Row)
		resp.Diagnostics, resp.Private = found, stored.bytes()
		return
	}
	answer, failed, found := d.fetch(ctx, provider, owner, stored.Imported)
	resp.Diagnostics = found
	switch {
	case failed:
	case answer == nil:
		resp.NewState = d.object(nil)
	default:
		after := d.after(before, answer)
		stored.Adopted = stored.Adopted || stored.Imported
		if d.isCustom() {
			after[attributeSettings] = d.settingsAfter(before, after, answer, stored)
		}
		resp.Diagnostics = append(resp.Diagnostics, d.externalChange(provider, stored, before, after, answer)...)
		d.assumeDefaults(ctx, provider, after, answer, stored)
		resp.Diagnostics = append(resp.Diagnostics, d.rebuilt(provider, owner, stored.Row, rowOf(answer))...)
		if stored.Uncertain {
			d.forgetSecrets(after)
		}
		stored.Imported, stored.Uncertain = false, false
		provider.noteRead(stored, rowOf(answer))
		if d.differ(before, after) {
			resp.NewState = d.state(after)
		}
		resp.Private = stored.bytes()
	}
}

// noteRead notes which row a read has found.
func (p *Provider) noteRead(stored *privateState, found row) {
	stored.Row, stored.SameRow = found, found.ID != 0 && !p.read.first(found.ID)
	p.own.add(found.ID)
}

// fetch sends one GET. The answer is nil if there is no integration to manage. That
// fails an import, and with KeepMissing also if the owner is not found any more.
func (d *definition) fetch(ctx context.Context, provider *Provider, owner client.Owner, imported bool) (answer *client.Integration, failed bool, found []*tfprotov6.Diagnostic) {
	answer, err := provider.Client.GetIntegration(ctx, owner, d.Slug)
	switch {
	case err == nil && answer.Active():
		return answer, false, provider.movedResource(ctx, owner, answer.MovedTo)
	case err != nil && !isGone(err):
		return nil, true, d.reading("Cannot read", provider, owner).diagnose(ctx, err)
	case imported:
		return nil, true, d.reading("Cannot import", provider, owner).absent(ctx, err,
			message.NothingToImport)
	case client.IsOwnerNotFound(err):
		failed, found = provider.ownerGone(d.subject(owner), err)
		return nil, failed, found
	case err != nil:
		return nil, false, provider.movedResource(ctx, owner, client.MovedTo(err))
	default:
		return nil, false, provider.movedResource(ctx, owner, answer.MovedTo)
	}
}

// ownerGone says what becomes of a resource whose project or group is not found any
// more: it fails, or the resource leaves the state.
func (p *Provider) ownerGone(subject message.Subject, err error) (failed bool, found []*tfprotov6.Diagnostic) {
	if p.KeepMissing {
		return true, []*tfprotov6.Diagnostic{errorOf(subject.GoneWhileReading(err))}
	}
	return false, []*tfprotov6.Diagnostic{warningOf(subject.Gone(err))}
}

// isGone reports whether an error means that there is no integration to manage.
func isGone(err error) bool {
	return client.IsIntegrationNotFound(err) || client.IsOwnerNotFound(err) || client.IsUnknownSlug(err)
}

// differ reports whether two states differ. Most refreshes find no difference, and
// the state of the request can be returned as it is.
func (d *definition) differ(before, after settings) bool {
	for name := range d.types {
		if !reflect.DeepEqual(before[name], after[name]) {
			return true
		}
	}
	return false
}

// after returns the state after an answer. The settings of an integration that
// inherits are not managed, so they are null.
func (d *definition) after(before settings, answer *client.Integration) settings {
	after := settings{attributeInherited: answer.Inherited()}
	for _, name := range []string{attributeID, attributeProject, attributeGroup, attributeSlug} {
		if value, exists := before[name]; exists {
			after[name] = value
		}
	}
	if answer.Inherited() {
		return after
	}
	for i := range d.Parameters {
		p := &d.Parameters[i]
		after[p.Name] = p.after(before[p.Name], answer)
		if p.Secret {
			after[p.writeOnlyVersion()] = before[p.writeOnlyVersion()]
		}
	}
	return after
}

// after returns the state of a setting after an answer. Settings that GitLab does not
// return, or that the answer does not contain, keep their value: old versions of
// GitLab return only what is stored.
func (p *Parameter) after(before any, answer *client.Integration) any {
	answered, shown := p.answered(answer)
	if p.Secret || !shown {
		return before
	}
	if p.blank(before) && p.FallsBackTo != "" && reflect.DeepEqual(answered, p.Type.decode(answer.Properties[p.FallsBackTo])) {
		return before
	}
	return p.reconcile(before, answered)
}

// confirmed reports whether an answer contains a setting as it was sent, if GitLab
// returns the setting at all.
func (p *Parameter) confirmed(sent any, answer *client.Integration) bool {
	_, shown := p.answered(answer)
	return p.Secret || p.Hidden && !shown || shown && p.same(sent, p.after(sent, answer))
}

// answered returns the value of a setting in an answer.
func (p *Parameter) answered(answer *client.Integration) (value any, shown bool) {
	place := answer.Properties
	if p.TopLevel || p.Type == Any && isTopLevel(p.Name, answer) {
		place = answer.Fields
	}
	wire, shown := place[p.Name]
	return p.Type.decode(wire), shown
}

// isTopLevel reports whether a top-level field of an answer is a setting without a
// Spec. The fields that every answer has are not settings.
func isTopLevel(name string, answer *client.Integration) bool {
	_, isProperty := answer.Properties[name]
	return !isProperty && !slices.Contains([]string{"id", "slug", "title", "active", "inherited", "created_at", "updated_at"}, name)
}

// UpgradeResourceState reads a state that another version of the provider wrote. It
// drops attributes that this version does not have, and sets missing attributes to
// null.
func (s *Server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (resp *tfprotov6.UpgradeResourceStateResponse, err error) {
	resp = &tfprotov6.UpgradeResourceStateResponse{}
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.UpgradeResourceState(ctx, req)
			return
		}
		if d.fits(req.RawState) {
			resp.UpgradedState = &tfprotov6.DynamicValue{JSON: req.RawState.JSON}
			return
		}
		options := tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}}
		state, fault := req.RawState.UnmarshalWithOpts(d.valueType, options)
		if fault != nil {
			resp.Diagnostics = []*tfprotov6.Diagnostic{errorOf(message.UnreadableState(req.TypeName, attributeOf(fault)))}
			return
		}
		resp.UpgradedState = d.object(as[map[string]tftypes.Value](state))
	})
	return resp, err
}

// fits reports whether a saved state has exactly the attributes of this definition,
// and only plain values. Then it can be returned as it is: tftypes allocates a buffer
// for every value that it reads from JSON.
func (d *definition) fits(state *tfprotov6.RawState) bool {
	var attributes map[string]json.RawMessage
	if state == nil || json.Unmarshal(state.JSON, &attributes) != nil || len(attributes) != len(d.types) {
		return false
	}
	for name, value := range attributes {
		if t, exists := d.types[name]; !exists || !isPlain(value, t) {
			return false
		}
	}
	return true
}

// isPlain reports whether a JSON value is null, or a string, boolean or number of
// this type.
func isPlain(value json.RawMessage, t tftypes.Type) bool {
	switch value[0] {
	case 'n':
		return true
	case '"':
		return t.Is(tftypes.String)
	case 't', 'f':
		return t.Is(tftypes.Bool)
	case '[', '{':
		return false
	default:
		return t.Is(tftypes.Number)
	}
}

// attributeOf is the attribute of an error about a state; "" if the error is about
// the whole state.
func attributeOf(fault error) string {
	var misfit tftypes.AttributePathError
	if errors.As(fault, &misfit) && len(misfit.Path.Steps()) > 0 {
		if name, ok := misfit.Path.Steps()[0].(tftypes.AttributeName); ok {
			return string(name)
		}
	}
	return ""
}

// ImportResourceState returns a state with nothing but the owner. The read that
// follows completes it.
func (s *Server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (resp *tfprotov6.ImportResourceStateResponse, err error) {
	resp = &tfprotov6.ImportResourceStateResponse{}
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.ImportResourceState(ctx, req)
			return
		}
		state, found := d.importedResource(s.provider(), req)
		resp.Diagnostics = found
		if state == nil {
			return
		}
		resp.ImportedResources = []*tfprotov6.ImportedResource{{
			TypeName: req.TypeName,
			State:    d.state(state),
			Identity: d.identityOf(state),
			Private:  (&privateState{Imported: true}).bytes(),
		}}
	})
	return resp, err
}

// importedState returns the state of an import ID. It ends with the slug if an
// attribute of the resource has it.
func (d *definition) importedState(id string) (state settings, fault *message.Text) {
	state = settings{}
	if d.slugName != "" {
		owner, slug := splitImportID(id)
		if slug == "" || len(validateOwnerName(attributeProject, owner)) > 0 {
			return nil, d.importing().InvalidID(id)
		}
		id, state[d.slugName] = owner, slug
	}
	owner, fault := d.parseImportID(id)
	state[string(owner.Kind)] = owner.ID
	state[attributeID] = resourceID(state)
	return state, fault
}

// parseImportID parses `<project>`, `projects/<project>` or `groups/<group>`. These
// forms cannot be confused: GitLab reserves both words, so no path of a project
// begins with them (TOP_LEVEL_ROUTES in lib/gitlab/path_regex.rb).
func (d *definition) parseImportID(id string) (owner client.Owner, fault *message.Text) {
	owner = client.Owner{Kind: client.ProjectKind, ID: id}
	if d.Scope == GroupOnly {
		owner.Kind = client.GroupKind
	}
	for _, scope := range []client.Kind{client.ProjectKind, client.GroupKind} {
		if rest, found := strings.CutPrefix(id, string(scope)+"s/"); found {
			owner = client.Owner{Kind: scope, ID: rest}
		}
	}
	if _, exists := d.types[string(owner.Kind)]; !exists {
		return owner, d.importing().IDOfOtherKind(id, owner.Kind)
	}
	if len(validateOwnerName(string(owner.Kind), owner.ID)) > 0 {
		return owner, d.importing().InvalidID(id)
	}
	return owner, nil
}

// importing describes an import of this resource for messages.
func (d *definition) importing() message.Import {
	return message.Import{
		TypeName: d.resourceType(), Title: d.Title, Slug: d.Slug, SlugName: d.slugName, IsOfAll: d.isOfAll(),
		OnProjects: d.Scope != GroupOnly, OnGroups: d.Scope != ProjectOnly,
	}
}

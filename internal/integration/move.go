package integration

import (
	"bytes"
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// MainProvider describes an integration in the main GitLab provider: how to read the
// state of its resources.
type MainProvider struct {
	// Names are the last parts of its resource types, such as "slack" of
	// gitlab_integration_slack; empty if it has none.
	Names []string
	// Translated are its attributes that have another name or other values.
	Translated []Translation
}

// Translation is an attribute of the main provider that differs from GitLab's API.
type Translation struct {
	// From is the name of the attribute.
	From string
	// To is the parameter that gets the value, unless it already has one.
	To string
	// Values are the parameter's values by those of the attribute, as text; nil if
	// both have the same values.
	Values map[string]string
}

// mainProvider is the name of the main GitLab provider, which is the last part of its
// address in any registry or mirror. OpenTofu up to 1.12.3 sends nothing else.
const mainProvider = "gitlab"

// The prefixes of the types of its resources, oldest first, the last one for groups.
var (
	projectPrefixes = []string{"gitlab_service_", "gitlab_integration_", "gitlab_project_integration_"}
	groupPrefix     = "gitlab_group_integration_"
)

// types are all types of the main provider's resources, current and former, whose
// state the resource accepts.
func (m MainProvider) types(scope Scope) (types []string) {
	for _, name := range m.Names {
		for _, prefix := range projectPrefixes {
			types = append(types, prefix+name)
		}
		if scope != ProjectOnly {
			types = append(types, groupPrefix+name)
		}
	}
	return types
}

// MoveResourceState converts the state of a resource of another type, which a `moved`
// block names: of the main GitLab provider, of gitlabintegrations_custom, or of the
// same type if only the provider's address has changed. It sends no request. The next
// read completes the state.
func (s *Server) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (resp *tfprotov6.MoveResourceStateResponse, err error) {
	resp = &tfprotov6.MoveResourceStateResponse{}
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TargetTypeName]
		switch {
		case !ok:
			resp, err = s.ProviderServer.MoveResourceState(ctx, req)
		case req.SourceTypeName == req.TargetTypeName:
			s.moveUnchanged(ctx, d, req, resp)
		case req.SourceTypeName == customType && !d.isCustom() && d.policy == nil:
			s.moveCustom(ctx, d, req, resp)
		case path.Base(req.SourceProviderAddress) == mainProvider && slices.Contains(d.MainProvider.types(d.Scope), req.SourceTypeName):
			d.moveFromMainProvider(req, resp)
		default:
			resp.Diagnostics = []*tfprotov6.Diagnostic{errorOf(s.unsupportedMove(d, req).Text())}
		}
	})
	return resp, err
}

// moveUnchanged returns a state of the same type.
func (s *Server) moveUnchanged(ctx context.Context, d *definition, req *tfprotov6.MoveResourceStateRequest, resp *tfprotov6.MoveResourceStateResponse) {
	resp.TargetState, resp.Diagnostics = s.upgraded(ctx, req)
	if resp.TargetState != nil {
		resp.TargetPrivate, resp.TargetIdentity = req.SourcePrivate, d.identity(d.values(resp.TargetState))
	}
}

// upgraded returns the state of a resource of this provider; nil if it cannot be
// read.
func (s *Server) upgraded(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.DynamicValue, []*tfprotov6.Diagnostic) {
	if req.SourceState == nil {
		return nil, []*tfprotov6.Diagnostic{errorOf(message.UnreadableSource(req.SourceTypeName, ""))}
	}
	resp, err := s.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: req.SourceTypeName, Version: req.SourceSchemaVersion, RawState: req.SourceState})
	if err != nil {
		panic(err)
	}
	return resp.UpgradedState, resp.Diagnostics
}

// moveCustom converts a state of gitlabintegrations_custom. The versions of its
// secrets are continued. Their fingerprints are not, because a custom integration has
// one fingerprint for all secrets.
func (s *Server) moveCustom(ctx context.Context, d *definition, req *tfprotov6.MoveResourceStateRequest, resp *tfprotov6.MoveResourceStateResponse) {
	object, found := s.upgraded(ctx, req)
	if object == nil {
		resp.Diagnostics = found
		return
	}
	source := s.resources[customType].settings(object)
	source.flatten()
	if source[attributeSlug] != d.Slug {
		unsupported := s.unsupportedMove(d, req)
		unsupported.Slug, _ = source[attributeSlug].(string)
		resp.Diagnostics = []*tfprotov6.Diagnostic{errorOf(unsupported.Text())}
		return
	}
	stored := parsePrivateState(req.SourcePrivate)
	state := d.takenOver(ownerOf(source), source)
	for _, name := range stored.SecretNames {
		if p := d.parameters[name]; p != nil && p.Secret {
			state[p.writeOnlyVersion()] = source[customSecrets.writeOnlyVersion()]
		}
	}
	after := d.adopted(source)
	after.UpdatedAt, after.Row = stored.UpdatedAt, stored.Row
	resp.TargetPrivate = after.bytes()
	resp.TargetState, resp.TargetIdentity = d.state(state), d.identityOf(state)
}

// moveFromMainProvider converts a state of the main GitLab provider. Only names of
// attributes are certain. An attribute whose form is not that of any known version is
// read as far as possible, or left out.
func (d *definition) moveFromMainProvider(req *tfprotov6.MoveResourceStateRequest, resp *tfprotov6.MoveResourceStateResponse) {
	source := parseState(req.SourceState)
	if source == nil {
		resp.Diagnostics = []*tfprotov6.Diagnostic{errorOf(message.UnreadableSource(req.SourceTypeName, ""))}
		return
	}
	owner := sourceOwner(req.SourceTypeName, source)
	if len(validateOwnerName(string(owner.Kind), owner.ID)) > 0 {
		resp.Diagnostics = []*tfprotov6.Diagnostic{errorOf(message.UnreadableSource(req.SourceTypeName, string(owner.Kind)))}
		return
	}
	for _, translation := range d.MainProvider.Translated {
		translation.apply(source)
	}
	// It is always the name of the integration there, but in GitLab up to 13.1 also a
	// setting of issue trackers.
	delete(source, "title")
	state := d.takenOver(owner, source)
	resp.TargetPrivate = d.adopted(source).bytes()
	resp.TargetState, resp.TargetIdentity = d.state(state), d.identityOf(state)
}

// adopted is the private state of a moved resource, which is treated like an imported
// one: a hidden setting that the source does not have is assumed to have its default.
func (d *definition) adopted(source settings) *privateState {
	stored := &privateState{Adopted: true}
	for i := range d.Parameters {
		p := &d.Parameters[i]
		if p.Hidden && !p.Secret && p.Default != nil && p.takenOver(source[p.Name]) == nil {
			stored.Assumed = append(stored.Assumed, p.Name)
		}
	}
	return stored
}

// parseState decodes a state in JSON of any schema; nil if it is not an object.
func parseState(raw *tfprotov6.RawState) (state settings) {
	if raw == nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw.JSON))
	decoder.UseNumber()
	if decoder.Decode(&state) != nil {
		return nil
	}
	return state
}

// sourceOwner returns the owner in a state of the main provider. The attribute id is
// the owner's ID, but before 3.9 it was that of the Slack integration, so it is only
// used if there is no other.
func sourceOwner(typeName string, source settings) client.Owner {
	kind := client.ProjectKind
	if strings.HasPrefix(typeName, groupPrefix) {
		kind = client.GroupKind
	}
	for _, name := range []string{string(kind), attributeID} {
		if id := decodeString(source[name]); id != "" {
			return client.Owner{Kind: kind, ID: id}
		}
	}
	return client.Owner{Kind: kind}
}

// apply moves a value to the parameter's name in GitLab's API.
func (t Translation) apply(source settings) {
	value, exists := source[t.From]
	delete(source, t.From)
	if text := decodeString(value); t.Values != nil {
		value, exists = t.Values[text], t.Values[text] != ""
	}
	if exists && decodeString(source[t.To]) == "" {
		source[t.To] = value
	}
}

// takenOver returns a state with the settings of a state of another type. Settings
// that the other type does not have get the default of a new record until the next
// read.
func (d *definition) takenOver(owner client.Owner, source settings) settings {
	inherits := decodeBool(source[attributeInherited]) == true
	state := settings{string(owner.Kind): owner.ID, attributeInherited: inherits}
	state[attributeID] = resourceID(state)
	if inherits {
		return state
	}
	for i := range d.Parameters {
		p := &d.Parameters[i]
		if state[p.Name] = p.takenOver(source[p.Name]); state[p.Name] == nil {
			state[p.Name] = toSetting(d.defaults[p.Name])
		}
	}
	for i := range d.Parameters {
		if p := &d.Parameters[i]; p.DefaultFrom != "" && state[p.Name] == nil {
			state[p.Name] = state[p.DefaultFrom]
		}
	}
	return state
}

// takenOver returns the value of a setting in a state of another type; nil if there
// is none. The main provider stores "" and false for settings that are not set, and
// asterisks for a secret that GitLab masks (15.10 and later).
func (p *Parameter) takenOver(stored any) any {
	if isType[map[string]any](stored) || isType[tftypes.Value](stored) {
		return nil
	}
	if isType[[]any](stored) || isType[[]string](stored) {
		list, _ := decodeStrings(stored).([]string)
		if stored = list; p.Type != Strings {
			stored = strings.Join(list, ",")
		}
	}
	value := p.Type.decode(stored)
	if p.blank(value) || p.Secret && strings.Trim(decodeString(value), "*") == "" {
		return nil
	}
	return value
}

// unsupportedMove is the error of a move that is not supported. It names the
// supported ones.
func (s *Server) unsupportedMove(d *definition, req *tfprotov6.MoveResourceStateRequest) message.UnsupportedMove {
	source := parseState(req.SourceState)
	unsupported := message.UnsupportedMove{
		Type: req.SourceTypeName, Provider: req.SourceProviderAddress, Target: req.TargetTypeName,
		Supported: d.MainProvider.types(d.Scope),
	}
	if source[attributeProject] != nil || source[attributeGroup] != nil {
		unsupported.Owner = ownerOf(source).String()
	}
	if !d.isCustom() && d.policy == nil {
		unsupported.TargetSlug = d.Slug
	}
	for typeName, other := range s.resources {
		if slices.Contains(other.MainProvider.types(other.Scope), req.SourceTypeName) {
			unsupported.BetterTarget = typeName
		}
	}
	return unsupported
}

package integration

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// A secret setting x has three attributes: x, which is stored in the state; x_wo,
// which is write-only and therefore not stored; and x_wo_version, whose change in a
// plan shows that x_wo is sent again.

func (p *Parameter) writeOnly() string        { return p.Name + "_wo" }
func (p *Parameter) writeOnlyVersion() string { return p.Name + "_wo_version" }

// attributes are the names of a setting's attributes.
func (p *Parameter) attributes() []string {
	if p.Secret {
		return []string{p.Name, p.writeOnly(), p.writeOnlyVersion()}
	}
	return []string{p.Name}
}

// isMissing reports whether neither form of a secret is configured. With ignore_changes,
// the CLI passes what is in the state as the configuration.
func (p *Parameter) isMissing(config values) bool {
	value := config[p.Name]
	return (value.IsNull() || value.IsKnown() && toText(value) == lostSecret) && config[p.writeOnly()].IsNull()
}

// secretAttributes are the three attributes of a secret setting.
func (p *Parameter) secretAttributes() []*tfprotov6.SchemaAttribute {
	plain := p.resourceAttribute()
	plain.Description = p.description() + fmt.Sprintf(" It is stored in the state; `%s` is not.", p.writeOnly())
	if p.Required {
		plain.Description += fmt.Sprintf(" Set one of the two, unless `%s` is `true`. An imported integration needs it only when a setting changes.", attributeInherited)
	}
	return []*tfprotov6.SchemaAttribute{
		plain,
		{
			Name:      p.writeOnly(),
			Type:      p.Type.terraform(),
			Optional:  true,
			Sensitive: true,
			WriteOnly: true,
			Description: fmt.Sprintf("`%s` as a write-only argument: it is stored in neither plan nor state, and can be ephemeral. "+
				"Needs Terraform or OpenTofu 1.11.", p.Name),
			DescriptionKind: tfprotov6.StringKindMarkdown,
		},
		{
			Name:     p.writeOnlyVersion(),
			Type:     tftypes.Number,
			Optional: true,
			Computed: true,
			Description: fmt.Sprintf("Version of `%[1]s`. If you leave it out, the provider increases it whenever the value of `%[1]s` changes. "+
				"If you set it, a new value alone is no change: increase the version to send it. Set it for a value that differs in every run.", p.writeOnly()),
			DescriptionKind: tfprotov6.StringKindMarkdown,
		},
	}
}

// validateSecret checks the three attributes of a secret against each other.
func (p *Parameter) validateSecret(config values) []*tfprotov6.Diagnostic {
	plain, writeOnly, version := config[p.Name], config[p.writeOnly()], config[p.writeOnlyVersion()]
	switch {
	case isSet(plain) && isSet(writeOnly):
		return []*tfprotov6.Diagnostic{errorAt(p.writeOnly(), message.TwoForms(p.Name, p.writeOnly()))}
	case isSet(version) && writeOnly.IsNull():
		return []*tfprotov6.Diagnostic{errorAt(p.writeOnlyVersion(), message.VersionAlone(p.writeOnlyVersion(), p.writeOnly()))}
	case isSet(version) && !isVersion(version):
		return []*tfprotov6.Diagnostic{errorAt(p.writeOnlyVersion(), message.InvalidVersion(p.writeOnlyVersion()))}
	}
	return nil
}

// refuseWriteOnly refuses write-only arguments if the CLI does not support them,
// because it would store them in the state.
func (d *definition) refuseWriteOnly(config values) (found []*tfprotov6.Diagnostic) {
	for i := range d.Parameters {
		p := &d.Parameters[i]
		alternative := p.Name
		if p.Type == Secrets {
			alternative = attributeSettings
		}
		if p.Secret && !config[p.writeOnly()].IsNull() {
			found = append(found, errorAt(p.writeOnly(), message.WriteOnlyUnsupported(p.writeOnly(), alternative)))
		}
	}
	return found
}

// isSet reports whether a value is known and not null.
func isSet(value tftypes.Value) bool { return value.IsFullyKnown() && !value.IsNull() }

// fingerprint identifies a write-only value without containing it. It is valid only
// for the version in the state: after a failed apply, Terraform stores the planned
// fingerprint with the prior version.
type fingerprint struct {
	Version int64  `json:"version"`
	MAC     []byte `json:"mac"`
}

// newSalt returns the salt of a resource's fingerprints. Because of it, equal secrets
// of two resources have different fingerprints.
func newSalt() []byte {
	salt := make([]byte, sha256.Size)
	_, _ = rand.Read(salt) // It never fails (crypto/rand).
	return salt
}

func (s *privateState) mac(p *Parameter, value string) []byte {
	if s.Salt == nil {
		s.Salt = newSalt()
	}
	hash := hmac.New(sha256.New, s.Salt)
	hash.Write([]byte(p.Name + "\x00" + p.lines(value)))
	return hash.Sum(nil)
}

// planSecret plans the attributes of a secret except x itself. A plan never contains
// the write-only value; the version shows whether the value is to be sent.
func (s *privateState) planSecret(p *Parameter, planned, config, prior values) {
	planned[p.writeOnly()] = tftypes.NewValue(p.Type.terraform(), nil)
	planned[p.writeOnlyVersion()] = config[p.writeOnlyVersion()]
	value := config[p.writeOnly()]
	known := s.Secrets[p.Name]
	delete(s.Secrets, p.Name)
	switch {
	case value.IsNull() || !config[p.writeOnlyVersion()].IsNull():
	case !value.IsFullyKnown():
		planned[p.writeOnlyVersion()] = tftypes.NewValue(tftypes.Number, tftypes.UnknownValue)
	default:
		version := s.version(p, secretText(value), known, prior[p.writeOnlyVersion()])
		planned[p.writeOnlyVersion()] = tftypes.NewValue(tftypes.Number, version.Version)
		s.Secrets[p.Name] = version
	}
}

// secretText returns a secret as one text, also all secrets of a custom integration.
func secretText(value tftypes.Value) string {
	if value.Type().Is(tftypes.String) {
		return as[string](value)
	}
	text, err := json.Marshal(plainSettings(value))
	if err != nil {
		panic(err)
	}
	return string(text)
}

// version plans the fingerprint of a value whose version the provider manages: the
// stored one if the value has not changed since the state was written.
func (s *privateState) version(p *Parameter, value string, known fingerprint, prior tftypes.Value) fingerprint {
	mac := s.mac(p, value)
	before, written := toSetting(prior).(int64)
	switch {
	case written && before == known.Version && hmac.Equal(mac, known.MAC):
		return known
	case !written || before == lostVersion:
		before = known.Version
	}
	return fingerprint{Version: before + 1, MAC: mac}
}

// secret returns the configured value of a secret in either form; nil if there is
// none.
func (op *applyOperation) secret(p *Parameter) any {
	if value := op.planned[p.Name]; value != nil && value != lostSecret {
		return value
	}
	return op.config[p.writeOnly()]
}

// hadSecret reports whether Terraform, or the parent group, may have set a secret.
func (op *applyOperation) hadSecret(p *Parameter) bool {
	return op.prior == nil || op.prior[p.Name] != nil || op.prior[p.writeOnlyVersion()] != nil || op.prior[attributeInherited] == true
}

// secretValues returns the secrets in the request, and those that it replaces: an
// error of GitLab or of a proxy can quote any of them.
func (op *applyOperation) secretValues() (list []string) {
	for i := range op.Parameters {
		p := &op.Parameters[i]
		for _, value := range []any{op.prior[p.Name], op.planned[p.Name], op.config[p.writeOnly()]} {
			if secret, ok := value.(string); ok && p.Secret {
				list = append(list, secret)
			}
		}
	}
	return list
}

// timeOf returns the time of a write to store; "" if external changes are not
// detected.
func (p *Provider) timeOf(answer *client.Integration) string {
	if !p.DetectSecretChanges {
		return ""
	}
	return updatedAt(answer)
}

// externalChange detects that an integration was written by somebody else since the
// provider's last write, although no visible setting has changed. It then removes the
// secrets from the state, so that the next plan sends them again.
func (d *definition) externalChange(provider *Provider, stored *privateState, before, after settings, answer *client.Integration) []*tfprotov6.Diagnostic {
	updated := updatedAt(answer)
	differs := func(p Parameter) bool { return !reflect.DeepEqual(before[p.Name], after[p.Name]) }
	switch {
	case !provider.DetectSecretChanges || stored.UpdatedAt == "" || stored.UpdatedAt == updated:
		return nil
	case before[attributeInherited] != after[attributeInherited] || slices.ContainsFunc(d.Parameters, differs):
		// This also explains the change to the following reads.
		stored.UpdatedAt = updated
		return nil
	case !d.forgetSecrets(after):
		return nil
	}
	return []*tfprotov6.Diagnostic{warningOf(d.subject(ownerOf(after)).ChangedOutside(updated))}
}

// isVersion reports whether a value can be configured as a version.
func isVersion(number tftypes.Value) bool {
	version, _ := toSetting(number).(int64)
	return isWholeNumber(number) && version > lostVersion
}

// uncertainState returns the prior state after a failed change that GitLab may have
// carried out. No read shows whether GitLab has the old or the new secrets. So the
// state has neither, and the next plan sends the configured ones.
func (op *applyOperation) uncertainState() settings {
	state := maps.Clone(op.prior)
	for i := range op.Parameters {
		p := &op.Parameters[i]
		if !p.Secret {
			continue
		}
		if op.prior[p.Name] != op.planned[p.Name] {
			state[p.Name] = lostSecret
		}
		state[p.writeOnlyVersion()] = op.uncertainVersion(p)
	}
	return state
}

// uncertainVersion returns the version of a write-only secret after such a change.
func (op *applyOperation) uncertainVersion(p *Parameter) any {
	version := p.writeOnlyVersion()
	if op.prior[version] != op.planned[version] {
		return lostVersion
	}
	return op.prior[version]
}

// lostVersion is the version of a write-only secret that GitLab may no longer have.
// It cannot be configured.
const lostVersion = int64(-1)

// lostSecret is in the state instead of a secret that GitLab may no longer have. It
// cannot be configured, because no value may begin with a byte order mark.
const lostSecret = byteOrderMark + "unknown"

// forgetSecrets sets the secrets of a state to values that cannot be configured. A
// plan therefore sends the secrets again or, if they are no longer configured, clears
// them. It reports whether there were any.
func (d *definition) forgetSecrets(state settings) (had bool) {
	for i := range d.Parameters {
		p := &d.Parameters[i]
		if value := state[p.Name]; p.Secret && !p.blank(value) && value != lostSecret {
			state[p.Name], had = lostSecret, true
		}
		if version := state[p.writeOnlyVersion()]; p.Secret && version != nil && version != lostVersion {
			state[p.writeOnlyVersion()], had = lostVersion, true
		}
	}
	return had
}

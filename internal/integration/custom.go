package integration

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Custom is an integration that no Spec declares, as gitlabintegrations_custom
// has it in a plan or state. It does what the generated resources do, with the
// settings that happen to be configured.
type Custom struct {
	// Slug is GitLab's name in the API, such as "pipelines-email".
	Slug string
	// Owner is the project or group that has it.
	Owner client.Owner
	// Inherits reports whether it follows the settings of a group above.
	Inherits bool
	// Settings are nil, string, bool, json.Number or []string, by name; what a
	// read finds changed is as encoding/json decodes it.
	Settings map[string]any
	// SecretsVersion is the version of the write-only secrets, an int64; nil if
	// there are none.
	SecretsVersion any
}

// customSecrets are all secrets of a Custom: the attributes secrets_wo and
// secrets_wo_version.
var customSecrets = Parameter{Name: "secrets", Secret: true}

// attributeSlug is the attribute in which a Custom has its slug.
const attributeSlug = "slug"

// customInstall is what there is to say about an app that nothing is known of.
const customInstall = "If it belongs to an app, install that first."

// ValidateCustom checks the attributes of a configuration that are those of the
// generated resources: the owner, and the version of the secrets.
func ValidateCustom(config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	return append(ValidateOwner(config), customSecrets.validateSecret(config, false)...)
}

// PlanCustomSecrets plans the version of the write-only secrets: a map of
// strings, beside the version that is configured and the one of the state. It
// returns the private state to go with it.
func PlanCustomSecrets(private []byte, secrets, version, prior tftypes.Value) (planned tftypes.Value, after []byte) {
	stored, attributes := parsePrivateState(private), values{}
	config := values{customSecrets.writeOnly(): asText(secrets), customSecrets.writeOnlyVersion(): version}
	stored.planSecret(&customSecrets, attributes, config, values{customSecrets.writeOnlyVersion(): prior})
	return attributes[customSecrets.writeOnlyVersion()], stored.bytes()
}

// asText makes one string of a map of strings.
func asText(secrets tftypes.Value) tftypes.Value {
	switch {
	case secrets.IsNull():
		return tftypes.NewValue(tftypes.String, nil)
	case !secrets.IsFullyKnown():
		return tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	}
	plain := map[string]any{}
	for name, value := range as[map[string]tftypes.Value](secrets) {
		plain[name] = toSetting(value)
	}
	text, err := json.Marshal(plain)
	if err != nil {
		panic(err)
	}
	return tftypes.NewValue(tftypes.String, string(text))
}

// ImportedCustom is the private state of what is being imported.
func ImportedCustom() []byte { return (&privateState{Imported: true}).bytes() }

// IsAdopted reports whether a private state is that of a Custom that was imported
// and not applied since. What its state has was never configured.
func IsAdopted(private []byte) bool { return parsePrivateState(private).Adopted }

// Has reports whether a state has every setting of a configuration, in the same
// meaning.
func (c *Custom) Has(configured map[string]any) bool {
	for name, value := range configured {
		if has, exists := c.Settings[name]; !exists || !sameMeaning(has, value, nil) {
			return false
		}
	}
	return true
}

// Put sets up an integration, of which prior is nil, or changes it. Secrets are
// strings or nil, by name. A setting or secret that is no longer configured is
// sent as null; what an import has brought never was. A failure that GitLab may
// have carried out takes the version of the secrets that prior has away.
func (c *Custom) Put(ctx context.Context, provider *Provider, prior *Custom, secrets map[string]any, private []byte) (after []byte, failed bool, found []*tfprotov6.Diagnostic) {
	if provider == nil {
		return private, true, []*tfprotov6.Diagnostic{notConfigured()}
	}
	stored := parsePrivateState(private)
	cleared := stored.SecretNames
	op := applyOperation{definition: c.definition(), provider: provider, planned: c.plain(), config: c.plain(), stored: stored}
	if prior != nil {
		op.prior = prior.plain()
	}
	if prior != nil && !stored.Adopted {
		cleared = slices.AppendSeq(cleared, maps.Keys(prior.Settings))
	}
	op.declare(slices.Collect(maps.Keys(secrets)), true)
	op.declare(cleared, false)
	maps.Copy(op.planned, secrets)
	if failed, found = op.put(ctx); failed {
		if prior != nil && op.uncertain {
			prior.SecretsVersion = op.uncertainVersion(&customSecrets)
		}
		return private, true, found
	}
	for _, warning := range found {
		warning.Detail += " GitLab ignores a name that it does not know: check the spelling. Secrets, which GitLab never shows, belong in `secrets_wo`."
	}
	stored.Adopted, stored.SecretNames = false, slices.Sorted(maps.Keys(secrets))
	return stored.bytes(), false, found
}

// Read is one GET. It returns nil if there is nothing to manage any more, and
// what there was before if GitLab refused.
func (c *Custom) Read(ctx context.Context, provider *Provider, private []byte) (after *Custom, privateAfter []byte, found []*tfprotov6.Diagnostic) {
	if provider == nil {
		return c, private, nil
	}
	d, stored := c.definition(), parsePrivateState(private)
	d.Parameters = append(d.Parameters, customSecrets)
	answer, failed, found := d.fetch(ctx, provider, c.Owner, stored.Imported)
	switch {
	case failed:
		return c, private, found
	case answer == nil:
		return nil, private, found
	}
	before := c.plain()
	plain := d.after(before, answer)
	found = append(found, d.externalChange(provider, stored, before, plain, answer)...)
	after = &Custom{Slug: c.Slug, Owner: c.Owner, Inherits: answer.Inherited(), SecretsVersion: plain[customSecrets.writeOnlyVersion()]}
	after.Settings = c.settingsAfter(plain, answer, stored.Imported)
	stored.Adopted, stored.Imported = stored.Adopted || stored.Imported, false
	return after, stored.bytes(), found
}

// settingsAfter are the settings after an answer: of an import all that GitLab
// shows, and else those that the state has. Those of an integration that
// inherits are not ours.
func (c *Custom) settingsAfter(plain settings, answer *client.Integration, imported bool) map[string]any {
	switch {
	case answer.Inherited() && c.Inherits:
		return c.Settings
	case answer.Inherited():
		return nil
	case imported:
		return importable(answer)
	}
	after := maps.Clone(c.Settings)
	for name := range after {
		after[name] = plain[name]
	}
	return after
}

// Disable switches the integration off. One that is gone already is as good.
func (c *Custom) Disable(ctx context.Context, provider *Provider) []*tfprotov6.Diagnostic {
	if provider == nil {
		return []*tfprotov6.Diagnostic{notConfigured()}
	}
	dc := c.definition().reading("Cannot disable", provider, c.Owner)
	err := provider.disable(ctx, c.Owner, c.Slug)
	refused := new(client.Error)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && refused.Status == http.StatusUnprocessableEntity:
		return []*tfprotov6.Diagnostic{failure(dc.summary, client.Describe(err)+"\n\nGitLab's API cannot disable this integration. Switch it off where it was installed, "+
			"or let Terraform forget it: with `terraform state rm`, or with a `removed` block that has `destroy = false`.")}
	default:
		return dc.diagnose(ctx, err)
	}
}

// definition declares what is configured.
func (c *Custom) definition() *definition {
	d := &definition{undeclared: true, Spec: &Spec{Slug: c.Slug, Title: c.Slug, Install: customInstall}, parameters: map[string]*Parameter{}}
	d.declare(slices.Sorted(maps.Keys(c.Settings)), false)
	return d
}

// declare adds parameters, each once.
func (d *definition) declare(names []string, secret bool) {
	for _, name := range names {
		if d.parameters[name] == nil {
			p := Parameter{Name: name, Type: Any, Presence: true, Secret: secret}
			d.Parameters, d.parameters[name] = append(d.Parameters, p), &p
		}
	}
}

// plain are the attributes as those of the generated resources are.
func (c *Custom) plain() settings {
	plain := settings{
		string(c.Owner.Kind):             c.Owner.ID,
		attributeInherited:               c.Inherits,
		customSecrets.writeOnlyVersion(): c.SecretsVersion,
	}
	maps.Copy(plain, c.Settings)
	return plain
}

// secretName finds the names of secrets. GitLab itself once decided by such
// words what not to show (app/models/service.rb in GitLab 13), and shows some
// secrets to this day.
var secretName = regexp.MustCompile(`(?i)password|passphrase|token|secret|webhook|service_account|(^|_)key$`)

// importable are the settings that an import brings into the state: all that
// GitLab shows but for what is null, looks like a secret or has a shape that no
// setting has.
func importable(answer *client.Integration) map[string]any {
	shown := map[string]any{}
	for name, value := range answer.Fields {
		if isType[bool](value) && (strings.HasSuffix(name, "_events") || name == "comment_on_event_enabled") {
			shown[name] = value
		}
	}
	for name, value := range answer.Properties {
		if isSettingShape(value) && !secretName.MatchString(name) {
			shown[name] = value
		}
	}
	return shown
}

func isSettingShape(value any) bool {
	list, isList := value.([]any)
	if isList {
		return !slices.ContainsFunc(list, func(element any) bool { return !isType[string](element) })
	}
	return isType[string](value) || isType[bool](value) || isType[json.Number](value)
}

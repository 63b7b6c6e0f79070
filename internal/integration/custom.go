package integration

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// The resource gitlabintegrations_custom has the slug and the settings as attributes.
// Validate and plan use them like that. To read and to apply, each integration gets a
// definition of its own, with the settings in the configuration or state and with the
// facts of the catalog. From there on, everything is the same as for all other
// resources.

// customType is the type of the resource for an integration with any slug.
const customType = "gitlabintegrations_custom"

// Attributes that only gitlabintegrations_custom has.
const (
	attributeSlug     = "slug"
	attributeSettings = "settings"
)

// customSecrets are the attributes secrets_wo and secrets_wo_version.
var customSecrets = Parameter{Name: "secrets", Type: Secrets, Secret: true}

const customDescription = `Manages an integration with any slug, and settings with any names. Use it for an integration or a setting that is newer than this version of the provider. If an integration has its own resource, use that resource instead: it validates the settings, and has their defaults and write-only arguments for secrets.

This resource manages only the settings that you configure:

- **A change** sends the keys of ` + "`settings` and `secrets_wo`" + `, and no other setting. Settings that are not configured keep their values in GitLab.
- **A key that is removed** from the configuration is sent as null once. A key with the value null is sent as null with every change.
- **A read** compares the configured keys with GitLab's answer. These values are equivalent: ` + "`true`, `\"true\"`, `1` and `\"1\"`; numbers and their text; null and the empty string" + `; lists in another order; and lines that end with CR LF or LF. If the integration has its own resource, all values that are equivalent in that resource are equivalent here too, such as an address with and without a trailing slash that GitLab removes. A key that GitLab does not return, such as a secret, keeps the configured value in the state.
- **A change between equivalent values**, such as the removal of an empty string, is shown as an update in place, but sends nothing.
- **A value** that the integration's own resource refuses causes a warning, because GitLab may accept more than this version of the provider knows. A line break in one of its secrets is an error.
- **Secrets** are the values in ` + "`secrets_wo`" + `. All values in ` + "`settings`" + ` are stored in the state and shown in plans.
- **An import** reads all settings that GitLab returns into the state, except for secrets of an integration that has its own resource. The resource does not manage the settings that are not configured: they cause no change, and the first apply removes them from the state and keeps their values in GitLab. To clear such a setting, set it to null.`

// newCustom returns the resource gitlabintegrations_custom. Known are the resources
// of the catalog, by slug.
func newCustom(known map[string]*definition) *definition {
	spec := &Spec{Slug: "custom", Parameters: []Parameter{{Name: attributeSlug}, {Name: attributeSettings, Type: Any}, customSecrets}}
	d := newDefinition(spec, customDescription, customAttributes(spec))
	d.known, d.slugName = known, attributeSlug
	return d
}

func customAttributes(spec *Spec) []*tfprotov6.SchemaAttribute {
	owner, secrets := ownerAttributes(spec, replacesUnlessSame), customSecrets.secretAttributes()[1:]
	owner[0].Description = "`projects/<project>:<slug>` or `groups/<group>:<slug>`, as configured."
	settings := spec.Parameters[1]
	settings.Description = "Parameters of GitLab's API by name. The values are strings, booleans, numbers, lists of strings, or null. They are stored in the state."
	secrets[0].Description = "Parameters of GitLab's API that are secrets, by name, as a write-only argument: they are stored in neither plan nor state, and can be ephemeral. " +
		"They are sent with every change. Needs Terraform or OpenTofu 1.11."
	return slices.Concat(owner, []*tfprotov6.SchemaAttribute{
		ownerAttribute(attributeSlug, true, "Name of the integration in GitLab's API, such as `pipelines-email`. Changing it replaces the resource."),
		inheritedAttribute("`settings` may contain only null, for the keys that GitLab requires"),
		settings.resourceAttribute(),
	}, secrets)
}

// isCustom reports whether the definition is that of gitlabintegrations_custom.
func (d *definition) isCustom() bool { return d.known != nil }

// ofSlug returns the definition of the integration with the slug of an object,
// without settings.
func (d *definition) ofSlug(object settings) *definition {
	slug, _ := object[attributeSlug].(string)
	custom := *d
	custom.Spec = &Spec{Slug: slug, Title: slug, Install: message.InstallApp, Parameters: []Parameter{customSecrets}}
	custom.parameters = map[string]*Parameter{}
	if known := d.known[slug]; known != nil {
		custom.Exclusive, custom.exclusives, custom.OwnTable = known.Exclusive, known.exclusives, known.OwnTable
		custom.Addresses, custom.Scope = known.Addresses, known.Scope
	} else {
		// It is not known in which table GitLab stores its settings.
		custom.OwnTable = true
	}
	return &custom
}

// declare adds parameters, each once.
func (d *definition) declare(names []string, secret bool) {
	for _, name := range names {
		if d.parameters[name] == nil {
			p := d.anyParameter(d.Slug, name)
			p.Secret = secret
			d.Parameters, d.parameters[name] = append(d.Parameters, p), &p
		}
	}
}

// anyParameter is the parameter of a setting whose value can have any type, completed
// by the facts of the catalog if the setting is in the catalog.
func (d *definition) anyParameter(slug, name string) Parameter {
	p := Parameter{Name: name, Type: Any, Presence: true}
	if known := d.catalogued(slug, name); known != nil {
		p.Hidden, p.OneOf, p.Normalize = known.Hidden, known.OneOf, known.Normalize
		p.FallsBackTo, p.AlwaysAnswered = known.FallsBackTo, known.AlwaysAnswered
		p.Multiline, p.Unordered = known.Multiline, known.Unordered
	}
	return p
}

// catalogued returns the parameter of a setting in the catalog; nil if it is not in
// the catalog.
func (d *definition) catalogued(slug, name string) *Parameter {
	if known := d.known[slug]; known != nil {
		return known.parameters[name]
	}
	return nil
}

// isKnownSecret reports whether a setting is a secret in the catalog.
func (d *definition) isKnownSecret(name string) bool {
	known := d.catalogued(d.Slug, name)
	return known != nil && known.Secret
}

// flatten copies each element of the attribute settings to the level of the
// attributes, where all other resources have their settings, and returns the names.
func (s settings) flatten() []string {
	value, _ := s[attributeSettings].(tftypes.Value)
	plain := plainSettings(value)
	maps.Copy(s, plain)
	return slices.Sorted(maps.Keys(plain))
}

// flattenSecrets does the same with secrets_wo.
func (s settings) flattenSecrets() (names []string) {
	value, _ := s[customSecrets.writeOnly()].(tftypes.Value)
	for name, secret := range elements(value) {
		s[(&Parameter{Name: name}).writeOnly()] = toSetting(secret)
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// expand gives the operation on a custom integration a definition with the settings
// to send: the configured ones, and as null those that are no longer configured.
// Settings that only an import brought into the state were never configured.
func (op *applyOperation) expand() {
	if !op.isCustom() {
		return
	}
	object := op.planned
	if object == nil {
		object = op.prior
	}
	op.definition = op.ofSlug(object)
	op.config.flatten()
	op.secretNames = op.config.flattenSecrets()
	op.declare(op.planned.flatten(), false)
	op.declare(op.secretNames, true)
	op.declare(op.stored.SecretNames, true)
	if before := op.prior.flatten(); !op.stored.Adopted {
		op.declare(before, false)
	}
}

// inState returns the definition of a custom integration with the settings of a
// state. Of any other resource, it returns the definition itself.
func (d *definition) inState(state settings) *definition {
	if !d.isCustom() {
		return d
	}
	custom := d.ofSlug(state)
	custom.declare(state.flatten(), false)
	return custom
}

// settingsAfter returns the attribute settings after a read: after an import all
// settings that GitLab returns, otherwise the settings that the state has. The
// settings of an integration that inherits are not managed.
func (d *definition) settingsAfter(before, after settings, answer *client.Integration, stored *privateState) any {
	value, _ := before[attributeSettings].(tftypes.Value)
	plain := plainSettings(value)
	switch {
	case answer.Inherited() && before[attributeInherited] != true:
		return nil
	case stored.Imported && !answer.Inherited():
		return refreshed(value, nil, d.importable(answer))
	case answer.Inherited() || plain == nil:
		return before[attributeSettings]
	}
	found := map[string]any{}
	for name := range plain {
		found[name] = after[name]
	}
	return refreshed(value, plain, found)
}

// importable returns the settings that an import adds to the state: all that GitLab
// returns, except those that are null, known secrets, or impossible to configure.
func (d *definition) importable(answer *client.Integration) map[string]any {
	shown := map[string]any{}
	for name, value := range answer.Fields {
		if isType[bool](value) && isTopLevel(name, answer) {
			shown[name] = value
		}
	}
	for name, value := range answer.Properties {
		if isSettingShape(value) && d.nameFault(name) == "" && !d.isKnownSecret(name) {
			shown[name] = Any.decode(value)
		}
	}
	return shown
}

// adoptSettings plans the first change after an import, when the state has more
// settings than the configuration. If the configured ones are equivalent and nothing
// else changes, the plan changes nothing.
func (d *definition) adoptSettings(planned, prior values, inPlace bool) []*tfprotov6.Diagnostic {
	configured, imported := planned[attributeSettings], plainSettings(prior[attributeSettings])
	same := inPlace && !configured.IsNull() && configured.IsFullyKnown()
	for _, name := range []string{attributeInherited, customSecrets.writeOnlyVersion()} {
		same = same && planned[name].Equal(prior[name])
	}
	for name, value := range plainSettings(configured) {
		has, exists := imported[name]
		p := d.anyParameter(toText(planned[attributeSlug]), name)
		same = same && exists && p.same(value, has)
	}
	if same {
		planned[attributeSettings] = prior[attributeSettings]
		return nil
	}
	for name := range elements(configured) {
		delete(imported, name)
	}
	if len(imported) == 0 || !configured.IsKnown() || !inPlace {
		return nil
	}
	return []*tfprotov6.Diagnostic{warningAt(attributeSettings, message.SettingsLeftOut(slices.Sorted(maps.Keys(imported))))}
}

// path returns the path of an attribute in a configuration. The settings of a custom
// integration are elements of settings and secrets_wo.
func (d *definition) path(attribute string) *tftypes.AttributePath {
	path := tftypes.NewAttributePath()
	_, exists := d.types[attribute]
	switch p := d.parameters[attribute]; {
	case exists || !d.isCustom():
		return path.WithAttributeName(attribute)
	case p != nil && p.Secret:
		return path.WithAttributeName(customSecrets.writeOnly()).WithElementKeyString(attribute)
	default:
		return path.WithAttributeName(attributeSettings).WithElementKeyString(attribute)
	}
}

// slugForm is the form of GitLab's slugs.
var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// splitImportID splits the import ID of a custom integration into owner and slug.
// Both are empty if it has no slug.
func splitImportID(id string) (owner, slug string) {
	if at := strings.LastIndex(id, ":"); at >= 0 && slugForm.MatchString(id[at+1:]) {
		return id[:at], id[at+1:]
	}
	return "", ""
}

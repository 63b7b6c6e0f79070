package integration

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// validateCustom checks a configuration of gitlabintegrations_custom.
func (d *definition) validateCustom(config values) []*tfprotov6.Diagnostic {
	found := slices.Concat(d.validateOwner(config), customSecrets.validateSecret(config), validateSlug(config[attributeSlug]))
	if !isSettings(config[attributeSettings]) {
		return append(found, failureAt(attributeSettings, "Invalid settings",
			"`settings` must be an object with the settings by name, such as `{ push_events = true }`."))
	}
	inherits := isSet(config[attributeInherited]) && as[bool](config[attributeInherited])
	settings, secrets := elements(config[attributeSettings]), config[customSecrets.writeOnly()]
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		found = append(found, d.validateSetting(name, settings[name], inherits)...)
	}
	for _, name := range slices.Sorted(maps.Keys(elements(secrets))) {
		_, twice := settings[name]
		found = append(found, d.validateSecretName(name, twice)...)
	}
	if inherits && !secrets.IsNull() {
		found = append(found, besideInheritance(tftypes.NewAttributePath().WithAttributeName(customSecrets.writeOnly()), customSecrets.writeOnly()))
	}
	return append(found, d.betterResource(toText(config[attributeSlug]))...)
}

func validateSlug(slug tftypes.Value) []*tfprotov6.Diagnostic {
	if !isSet(slug) || slugForm.MatchString(as[string](slug)) {
		return nil
	}
	return []*tfprotov6.Diagnostic{invalid(attributeSlug, fmt.Sprintf(
		"must be lower-case words with dashes between them, such as `pipelines-email`; it is %q", as[string](slug)))}
}

// validateSetting checks one setting.
func (d *definition) validateSetting(name string, value tftypes.Value, inherits bool) []*tfprotov6.Diagnostic {
	found, path := d.validateName(attributeSettings, name), element(attributeSettings, name)
	switch {
	case !isSetting(value):
		found = append(found, failureIn(path, "Invalid "+name,
			fmt.Sprintf("`%s` in `settings` must be a string, a boolean, a number, a list of strings, or null.", name)))
	case inherits && value.IsKnown() && !value.IsNull():
		found = append(found, besideInheritance(path, name))
	}
	return found
}

// validateSecretName checks the name of a secret, which may be that of a setting
// too.
func (d *definition) validateSecretName(name string, twice bool) []*tfprotov6.Diagnostic {
	found := d.validateName(customSecrets.writeOnly(), name)
	if twice {
		found = append(found, failureIn(element(customSecrets.writeOnly(), name), "Conflicting "+name,
			fmt.Sprintf("`%s` is in `settings` and in `secrets_wo`. If it is a secret, remove it from `settings`, else from `secrets_wo`.", name)))
	}
	return found
}

func besideInheritance(path *tftypes.AttributePath, name string) *tfprotov6.Diagnostic {
	return failureIn(path, "Conflicting "+name,
		fmt.Sprintf("`%s` has no effect while `use_inherited_settings` is `true`: the settings come from a group above or from the instance. "+
			"Remove one of the two. If GitLab demands a setting all the same, set it to null in `settings`.", name))
}

// validateName refuses the names of what is no setting.
func (d *definition) validateName(attribute, name string) []*tfprotov6.Diagnostic {
	fault := d.nameFault(name)
	if fault == "" {
		return nil
	}
	return []*tfprotov6.Diagnostic{failureIn(element(attribute, name), "Invalid name of a setting",
		fmt.Sprintf("`%s` cannot be in `%s`: %s.", name, attribute, fault))}
}

// settingName is what GitLab's parameters look like.
var settingName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// nameFault says why a name cannot be that of a setting; empty if it can.
func (d *definition) nameFault(name string) string {
	_, isAttribute := d.types[name]
	switch {
	case name == "active":
		return "it is no setting, as every write switches the integration on. To switch it off, remove the resource"
	case name == attributeID:
		return "it stands for the owner in GitLab's API. Set `project` or `group`"
	case name == customSecrets.Name:
		return "there is no setting of this name. Secrets go into `secrets_wo`, each by its own name"
	case isAttribute:
		return "it is an attribute of the resource. Set it beside `settings`"
	case !settingName.MatchString(name):
		return "the name of a setting has only letters, digits and underscores, such as `push_events`"
	default:
		return ""
	}
}

// betterResource warns that the integration has a resource of its own.
func (d *definition) betterResource(slug string) []*tfprotov6.Diagnostic {
	known := d.known[slug]
	if known == nil {
		return nil
	}
	found := warning(known.Title+" has a resource of its own",
		fmt.Sprintf("`%s` knows the settings of this integration, their defaults, and which are secret. "+
			"Use `gitlabintegrations_custom` only for what it lacks, and never both for the same integration of the same project or group.", known.TypeName()))
	found.Attribute = tftypes.NewAttributePath().WithAttributeName(attributeSlug)
	return []*tfprotov6.Diagnostic{found}
}

// element is the path of one element of settings or secrets_wo.
func element(attribute, name string) *tftypes.AttributePath {
	return tftypes.NewAttributePath().WithAttributeName(attribute).WithElementKeyString(name)
}

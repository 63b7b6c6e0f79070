package integration

import (
	"maps"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// validateCustom checks a configuration of gitlabintegrations_custom.
func (d *definition) validateCustom(config values) []*tfprotov6.Diagnostic {
	found := slices.Concat(d.validateOwner(config), customSecrets.validateSecret(config), validateSlug(config[attributeSlug]))
	if !isSettings(config[attributeSettings]) {
		return append(found, errorAt(attributeSettings, message.InvalidSettings()))
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
	switch slug := toText(config[attributeSlug]); {
	case !inherits:
		found = append(found, d.judgeValues(slug, attributeSettings, settings)...)
		found = append(found, d.judgeValues(slug, customSecrets.writeOnly(), elements(secrets))...)
	case !secrets.IsNull():
		found = append(found, errorAt(customSecrets.writeOnly(), message.CustomBesideInheritance(customSecrets.writeOnly())))
	}
	return found
}

func validateSlug(slug tftypes.Value) []*tfprotov6.Diagnostic {
	if !isSet(slug) || slugForm.MatchString(as[string](slug)) {
		return nil
	}
	return []*tfprotov6.Diagnostic{invalid(attributeSlug, message.NotSlug(as[string](slug)))}
}

// validateSetting checks one setting.
func (d *definition) validateSetting(name string, value tftypes.Value, inherits bool) []*tfprotov6.Diagnostic {
	found, path := d.validateName(attributeSettings, name), element(attributeSettings, name)
	switch {
	case !isSetting(value):
		found = append(found, errorIn(path, message.InvalidCustomSetting(name)))
	case inherits && value.IsKnown() && !value.IsNull():
		found = append(found, errorIn(path, message.CustomBesideInheritance(name)))
	}
	return found
}

// validateSecretName checks the name of a secret. Twice is set if a setting has the
// same name.
func (d *definition) validateSecretName(name string, twice bool) []*tfprotov6.Diagnostic {
	found := d.validateName(customSecrets.writeOnly(), name)
	if twice {
		found = append(found, errorIn(element(customSecrets.writeOnly(), name), message.SettingAndSecret(name)))
	}
	return found
}

// validateName refuses names that are not those of a setting.
func (d *definition) validateName(attribute, name string) []*tfprotov6.Diagnostic {
	fault := d.nameFault(name)
	if fault == "" {
		return nil
	}
	return []*tfprotov6.Diagnostic{errorIn(element(attribute, name), message.InvalidSettingName(name, attribute, fault))}
}

// settingName is the form of GitLab's parameters.
var settingName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// nameFault says why a name cannot be that of a setting; "" if it can.
func (d *definition) nameFault(name string) string {
	_, isAttribute := d.types[name]
	switch {
	case name == "active":
		return message.NameOfActive
	case name == attributeID:
		return message.NameOfOwner
	case name == customSecrets.Name:
		return message.NameOfSecrets
	case isAttribute:
		return message.NameOfAttribute
	case !settingName.MatchString(name):
		return message.NotSettingName
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
	return []*tfprotov6.Diagnostic{warningAt(attributeSlug, message.BetterResource(known.Title, known.TypeName()))}
}

// element is the path of one element of settings or secrets_wo.
func element(attribute, name string) *tftypes.AttributePath {
	return tftypes.NewAttributePath().WithAttributeName(attribute).WithElementKeyString(name)
}

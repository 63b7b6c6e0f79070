package integration

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Configuration is the content of a resource for an existing integration with which
// the plan after the import changes nothing.
type Configuration struct {
	// Settings are the settings without their default value, in the order of the
	// Spec. They contain no secrets.
	Settings []Setting
	// Refused are the settings whose values in GitLab do not pass the validation. A
	// configuration leaves them out and lists them in ignore_changes.
	Refused []RefusedSetting
	// Secrets are the secrets that GitLab requires with every change.
	Secrets []SecretNames
	// Faults are the reasons why no configuration of the integration is valid;
	// normally there are none.
	Faults []string
}

// Setting is the value of a setting: a string, bool, int64 or []string.
type Setting struct {
	Name  string
	Value any
}

// RefusedSetting is a setting whose value does not pass the validation. The reason is
// one or more sentences.
type RefusedSetting struct{ Name, Reason string }

// SecretNames are the names of the two attributes of a secret. One of them is
// configured.
type SecretNames struct{ Plain, WriteOnly string }

// ConfigurationOf returns the Configuration of an integration from GitLab's answer.
// It has no settings if the integration inherits them.
func ConfigurationOf(spec *Spec, answer *client.Integration) Configuration {
	return newResource(spec).configuration(answer)
}

func (d *definition) configuration(answer *client.Integration) (c Configuration) {
	if answer.Inherited() {
		return c
	}
	config, c := d.configurable(d.after(settings{}, answer))
	for i := range d.Parameters {
		p := &d.Parameters[i]
		if value := toSetting(config[p.Name]); value != nil && !p.Secret {
			c.Settings = append(c.Settings, Setting{p.Name, value})
		}
		if p.Secret && d.demands(p, config) {
			c.Secrets = append(c.Secrets, SecretNames{p.Name, p.writeOnly()})
		}
	}
	return c
}

// configurable returns the configuration of a state without the settings that do not
// pass the validation, which are in c.
func (d *definition) configurable(state settings) (config values, c Configuration) {
	config = d.configured(state)
	for c.refuse(d, config) {
	}
	return config, c
}

// staying returns the settings of a state that cannot be configured, and whether a plan
// keeps them nevertheless.
func (d *definition) staying(state settings) map[string]bool {
	names := map[string]bool{}
	_, c := d.configurable(state)
	for _, refused := range c.Refused {
		names[refused.Name] = d.parameters[refused.Name].mayStay()
	}
	return names
}

// obstacles returns the reasons why every configuration without ignore_changes would
// change something in a state.
func (d *definition) obstacles(state settings) []string {
	if d.isCustom() || state[attributeInherited] == true {
		return nil
	}
	_, c := d.configurable(state)
	reasons := c.Faults
	for _, refused := range c.Refused {
		if !d.parameters[refused.Name].mayStay() {
			reasons = append(reasons, refused.Reason)
		}
	}
	return reasons
}

// configured returns a configuration of all settings of a state that do not have
// their default.
func (d *definition) configured(state settings) values {
	config := values{attributeInherited: d.nulls[attributeInherited]}
	for i := range d.Parameters {
		p := &d.Parameters[i]
		for _, name := range p.attributes() {
			config[name] = d.nulls[name]
		}
		if value := toValue(d.types[p.Name], state[p.Name]); !p.Secret && !value.Equal(toValue(d.types[p.Name], d.defaultAfter(p, state))) {
			config[p.Name] = value
		}
	}
	return config
}

// defaultAfter returns the default of a setting, which can depend on another setting
// of the state.
func (d *definition) defaultAfter(p *Parameter, state settings) any {
	if p.DefaultFrom == "" {
		return toSetting(d.defaults[p.Name])
	}
	if original := state[p.DefaultFrom]; original != nil {
		return original
	}
	return d.defaultAfter(d.parameters[p.DefaultFrom], state)
}

// refuse removes the settings that do not pass the validation from a configuration.
// It reports whether to validate again. Secrets are not reported as missing, because
// their values are not known here.
func (c *Configuration) refuse(d *definition, config values) (again bool) {
	c.Faults = nil
	for _, found := range append(d.validateSettings(config), d.validateRules(config)...) {
		attribute := diagnosedAttribute(found)
		p := d.parameters[attribute]
		if found.Severity != tfprotov6.DiagnosticSeverityError || p != nil && p.Secret {
			continue
		}
		if name := d.removable(attribute, config); name != "" {
			c.Refused = append(c.Refused, RefusedSetting{name, found.Detail})
			config[name] = d.nulls[name]
			again = true
		} else {
			c.Faults = append(c.Faults, found.Detail)
		}
	}
	return again
}

// removable returns the setting to remove so that a configuration no longer has the
// fault of an attribute; "" if there is none. It is the attribute itself, or the
// setting whose rule requires the attribute: GitLab may not return what the rule
// requires.
func (d *definition) removable(attribute string, config values) string {
	candidates := []string{attribute}
	for _, rule := range d.Rules {
		if rule.Then.setting == attribute && len(d.validateRule(rule, config)) > 0 {
			candidates = append(candidates, rule.If.setting)
		}
	}
	for _, name := range candidates {
		if p := d.parameters[name]; p != nil && !p.Required && !p.Secret && !config[name].IsNull() {
			return name
		}
	}
	return ""
}

// diagnosedAttribute is the name of the attribute of a diagnostic; "" if it has none.
func diagnosedAttribute(found *tfprotov6.Diagnostic) string {
	for _, step := range found.Attribute.Steps() {
		if name, ok := step.(tftypes.AttributeName); ok {
			return string(name)
		}
	}
	return ""
}

// demands reports whether GitLab refuses a change of an integration with these
// settings without a secret.
func (d *definition) demands(p *Parameter, config values) bool {
	return p.Required || slices.ContainsFunc(d.Rules, func(rule Rule) bool {
		applies, known := d.holds(rule.If, config)
		return rule.Then == Set(p.Name) && known && applies
	})
}

// CustomSettings returns the settings of gitlabintegrations_custom for an integration
// without a Spec: all that GitLab returns, except those that are null or cannot be
// configured. It is not known whether they contain secrets. Each is a string, bool,
// json.Number or list of strings.
func CustomSettings(answer *client.Integration) map[string]any {
	if answer.Inherited() {
		return nil
	}
	return newCustom(nil).importable(answer)
}

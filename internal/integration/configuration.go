package integration

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Configuration is what a resource has to say of an integration that GitLab has
// already, so that the plan after its import changes nothing.
type Configuration struct {
	// Settings are those that do not have their default, in the order of the Spec.
	// Secrets are not among them.
	Settings []Setting
	// Refused are the settings whose values in GitLab the validation refuses. A
	// configuration leaves them out and has them in ignore_changes.
	Refused []RefusedSetting
	// Secrets are the secrets that GitLab demands with every change.
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

// RefusedSetting is a setting with the reason why its value is refused, in whole
// sentences.
type RefusedSetting struct{ Name, Reason string }

// SecretNames are the two attributes of a secret, of which one is configured.
type SecretNames struct{ Plain, WriteOnly string }

// ConfigurationOf returns the Configuration of an integration as GitLab has
// answered it. Of one that inherits, no setting is configured.
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

// configurable is the configuration of a state without the settings that the
// validation refuses, which c has.
func (d *definition) configurable(state settings) (config values, c Configuration) {
	config = d.configured(state)
	for c.refuse(d, config) {
	}
	return config, c
}

// staying are the settings of a state that no configuration can have, and that a plan
// keeps all the same.
func (d *definition) staying(state settings) map[string]bool {
	names := map[string]bool{}
	_, c := d.configurable(state)
	for _, refused := range c.Refused {
		names[refused.Name] = d.parameters[refused.Name].mayStay()
	}
	return names
}

// obstacles are the reasons why no configuration without ignore_changes plans no change
// of a state.
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

// configured is the configuration of all settings that a state does not have at
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

// defaultAfter is the default of a setting beside the settings of a state.
func (d *definition) defaultAfter(p *Parameter, state settings) any {
	if p.DefaultFrom == "" {
		return toSetting(d.defaults[p.Name])
	}
	if original := state[p.DefaultFrom]; original != nil {
		return original
	}
	return d.defaultAfter(d.parameters[p.DefaultFrom], state)
}

// refuse takes the settings that the validation refuses out of a configuration. It
// reports whether to validate again. Secrets, which nobody knows here, are not
// missing.
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

// removable is the setting without which a configuration does not have the fault
// of an attribute; "" if there is none. It is the attribute itself, or the setting
// that demands it: GitLab may not show what goes with a setting.
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

// diagnosedAttribute is the name of the attribute that a diagnostic is about, "" if it is
// about none.
func diagnosedAttribute(found *tfprotov6.Diagnostic) string {
	for _, step := range found.Attribute.Steps() {
		if name, ok := step.(tftypes.AttributeName); ok {
			return string(name)
		}
	}
	return ""
}

// demands reports whether GitLab refuses to change an integration with these
// settings if a secret is missing.
func (d *definition) demands(p *Parameter, config values) bool {
	return p.Required || slices.ContainsFunc(d.Rules, func(rule Rule) bool {
		applies, known := d.holds(rule.If, config)
		return rule.Then == Set(p.Name) && known && applies
	})
}

// CustomSettings are the settings with which gitlabintegrations_custom matches an
// integration that no Spec declares: all that GitLab shows but for what is null
// and what could not be configured. Whether one of them is a secret, nobody
// knows. Each is a string, bool, json.Number or list of strings.
func CustomSettings(answer *client.Integration) map[string]any {
	if answer.Inherited() {
		return nil
	}
	return newCustom(nil).importable(answer)
}

package integration

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// Rule is a dependency between two settings: if the condition If holds for a
// configuration with defaults, Then must hold too.
type Rule struct {
	If, Then Condition
	// Because is a sentence for users with the reason.
	Because string
}

// Condition is a condition on a setting. Is, Set and Unset return one.
type Condition struct {
	setting string
	value   any
	unset   bool
}

// Is holds if a setting has that value: string, bool or int.
func Is(setting string, value any) Condition { return Condition{setting: setting, value: value} }

// Set holds if a setting is neither null nor empty. A text of whitespace is empty, as
// it is for GitLab.
func Set(setting string) Condition { return Condition{setting: setting} }

// Unset holds if a setting is null or empty.
func Unset(setting string) Condition { return Condition{setting: setting, unset: true} }

// Validate validates a configuration with defaults. It returns the setting that is
// wrong, and the end of a sentence that begins with the setting's name ("must be …").
// Both are empty if nothing is wrong. Unknown values are valid.
type Validate func(planned Planned) (setting, fault string)

// Planned returns the planned value of a setting: string, bool, int64, []string, or
// nil for none. known is false if the value is not known yet.
type Planned func(setting string) (value any, known bool)

// validateRules checks the settings of a configuration against each other.
func (d *definition) validateRules(config values) (found []*tfprotov6.Diagnostic) {
	inherits := config[attributeInherited]
	if !inherits.IsKnown() || isSet(inherits) && as[bool](inherits) {
		return nil
	}
	for _, rule := range d.Rules {
		if d.missingSecret(rule, config) == nil {
			found = append(found, d.validateRule(rule, config)...)
		}
	}
	found = append(found, d.validateCopies(config)...)
	if d.Validate == nil {
		return found
	}
	if setting, fault := d.Validate(d.planned(config)); fault != "" {
		found = append(found, invalid(setting, fault))
	}
	return found
}

// validateRule returns the error of a rule that does not hold.
func (d *definition) validateRule(rule Rule, config values) []*tfprotov6.Diagnostic {
	applies, known := d.holds(rule.If, config)
	kept, decided := d.holds(rule.Then, config)
	if !known || !applies || !decided || kept {
		return nil
	}
	return []*tfprotov6.Diagnostic{errorAt(rule.Then.setting, message.BrokenRule(d.described(rule.Then), d.described(rule.If), rule.Because))}
}

// described describes a condition for messages.
func (d *definition) described(c Condition) message.Condition {
	described := message.Condition{Setting: c.setting, Value: c.value, Unset: c.unset}
	if p := d.parameters[c.setting]; p != nil && p.Secret {
		described.WriteOnly = p.writeOnly()
	}
	return described
}

// missingSecret returns the secret that a rule requires and that is not configured;
// nil if there is none. Whether that is wrong depends on the state, so the plan
// checks it.
func (d *definition) missingSecret(rule Rule, config values) *Parameter {
	p := d.parameters[rule.Then.setting]
	if rule.Then.unset || !p.Secret || !p.isMissing(config) {
		return nil
	}
	return p
}

// planned returns the function Planned of a configuration.
func (d *definition) planned(config values) Planned {
	return func(setting string) (value any, known bool) {
		effective := d.effective(setting, config)
		if !effective.IsFullyKnown() {
			return nil, false
		}
		return toSetting(effective), true
	}
}

// validateCopies refuses values that GitLab overwrites with those of other settings.
func (d *definition) validateCopies(config values) (found []*tfprotov6.Diagnostic) {
	for i := range d.Parameters {
		p := &d.Parameters[i]
		if p.DefaultFrom == "" || !isSet(config[p.Name]) {
			continue
		}
		if original := d.effective(p.DefaultFrom, config); original.IsKnown() && !original.Equal(config[p.Name]) {
			found = append(found, errorAt(p.Name, message.Overwritten(p.Name, p.DefaultFrom)))
		}
	}
	return found
}

// holds reports whether a condition holds for a configuration, and whether that is
// known.
func (d *definition) holds(condition Condition, config values) (holds, known bool) {
	setting, known := d.planned(config)(condition.setting)
	switch {
	case !known:
		return false, false
	case condition.value != nil:
		wanted := toValue(d.types[condition.setting], condition.value)
		return setting == toSetting(wanted), true
	case condition.unset:
		return isEmpty(setting), true
	default:
		return !isEmpty(setting), true
	}
}

// effective returns the planned value of a setting. The value of a secret is that of
// the attribute that is configured.
func (d *definition) effective(name string, config values) tftypes.Value {
	p := d.parameters[name]
	if p.Secret && config[name].IsNull() {
		return config[p.writeOnly()]
	}
	return d.planSetting(p, config, tftypes.NewValue(tftypes.Bool, false))
}

func isEmpty(setting any) bool {
	switch setting := setting.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(setting) == ""
	case []string:
		return len(setting) == 0
	default:
		return false
	}
}

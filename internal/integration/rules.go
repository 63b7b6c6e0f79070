package integration

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Rule is a demand on one setting that depends on another: whenever If holds of
// a configuration, completed with the defaults, Then must hold too.
type Rule struct {
	If, Then Condition
	// Because says why, in a sentence for the user.
	Because string
}

// Condition is something that can be true of a setting. Is, Set and Unset make
// one.
type Condition struct {
	setting string
	value   any
	unset   bool
}

// Is holds of a setting with that value: string, bool or int.
func Is(setting string, value any) Condition { return Condition{setting: setting, value: value} }

// Set holds of a setting that is neither null nor empty.
func Set(setting string) Condition { return Condition{setting: setting} }

// Unset holds of a setting that is null or empty.
func Unset(setting string) Condition { return Condition{setting: setting, unset: true} }

// Validate finds the fault of a configuration that is completed with the
// defaults: the setting that is wrong, and what is wrong with it, as the end of
// a sentence that begins with the setting's name ("must be …"). Both are empty
// if nothing is. An unknown value is never wrong.
type Validate func(planned Planned) (setting, fault string)

// Planned returns the value that a plan would give a setting: string, bool,
// int64 or []string, and nil without one. It may not be known yet.
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

// validateRule demands what a rule demands.
func (d *definition) validateRule(rule Rule, config values) []*tfprotov6.Diagnostic {
	applies, known := d.holds(rule.If, config)
	kept, decided := d.holds(rule.Then, config)
	if !known || !applies || !decided || kept {
		return nil
	}
	return []*tfprotov6.Diagnostic{failureAt(rule.Then.setting, rule.Then.summary(),
		fmt.Sprintf("%s %s.\n\n%s", d.demand(rule.Then), rule.If.clause(), rule.Because))}
}

// missingSecret is the secret that a rule demands and that is not configured; nil if
// there is none. Whether it may be missing depends on the state, so the plan
// demands it.
func (d *definition) missingSecret(rule Rule, config values) *Parameter {
	p := d.parameters[rule.Then.setting]
	if rule.Then.unset || !p.Secret || !p.isMissing(config) {
		return nil
	}
	return p
}

// planned looks settings up in a configuration that is completed with the
// defaults.
func (d *definition) planned(config values) Planned {
	return func(setting string) (value any, known bool) {
		effective := d.effective(setting, config)
		if !effective.IsFullyKnown() {
			return nil, false
		}
		return toSetting(effective), true
	}
}

// validateCopies refuses values of settings that GitLab overwrites with that of
// another.
func (d *definition) validateCopies(config values) (found []*tfprotov6.Diagnostic) {
	for i := range d.Parameters {
		p := &d.Parameters[i]
		if p.DefaultFrom == "" || !isSet(config[p.Name]) {
			continue
		}
		if original := d.effective(p.DefaultFrom, config); original.IsKnown() && !original.Equal(config[p.Name]) {
			found = append(found, failureAt(p.Name, "Invalid "+p.Name,
				fmt.Sprintf("GitLab gives `%s` the value of `%s`, so another one cannot last. Remove `%[1]s`, or make the two the same.", p.Name, p.DefaultFrom)))
		}
	}
	return found
}

// holds reports whether a condition is true of a configuration, if that is known.
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

// effective is the value that a plan would give a setting; of a secret it is
// the one of the two forms that is configured.
func (d *definition) effective(name string, config values) tftypes.Value {
	p := d.parameters[name]
	if p.Secret && config[name].IsNull() {
		return config[p.writeOnly()]
	}
	return d.planSetting(p, config, tftypes.NewValue(tftypes.Bool, false))
}

func isEmpty(setting any) bool {
	list, isList := setting.([]string)
	return setting == nil || setting == "" || isList && len(list) == 0
}

// summary heads the diagnostic where a demand is not met.
func (c Condition) summary() string {
	switch {
	case c.value != nil:
		return "Invalid " + c.setting
	case c.unset:
		return "Conflicting " + c.setting
	default:
		return "Missing " + c.setting
	}
}

// demand says that a condition has to hold.
func (d *definition) demand(c Condition) string {
	switch p := d.parameters[c.setting]; {
	case c.value != nil:
		return fmt.Sprintf("`%s` must be `%v`", c.setting, c.value)
	case c.unset:
		return fmt.Sprintf("`%s` must not be set", c.setting)
	case p.Secret:
		return fmt.Sprintf("`%s` or `%s` must be set", p.writeOnly(), c.setting)
	default:
		return fmt.Sprintf("`%s` must be set", c.setting)
	}
}

// clause says when a demand is made.
func (c Condition) clause() string {
	switch {
	case c.value != nil:
		return fmt.Sprintf("if `%s` is `%v`", c.setting, c.value)
	case c.unset:
		return fmt.Sprintf("if `%s` is not set", c.setting)
	default:
		return fmt.Sprintf("if `%s` is set", c.setting)
	}
}

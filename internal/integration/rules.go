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

// validateRules checks the settings of a configuration against each other.
func (k *kind) validateRules(config values) (found []*tfprotov6.Diagnostic) {
	inherits := config[attributeInherited]
	if !inherits.IsKnown() || isSet(inherits) && as[bool](inherits) {
		return nil
	}
	for _, rule := range k.Rules {
		applies, known := k.holds(rule.If, config)
		kept, decided := k.holds(rule.Then, config)
		if known && applies && decided && !kept {
			found = append(found, failureAt(rule.Then.setting, rule.Then.summary(),
				fmt.Sprintf("%s %s.\n\n%s", k.demand(rule.Then), rule.If.clause(), rule.Because)))
		}
	}
	return append(found, k.validateCopies(config)...)
}

// validateCopies refuses values of settings that GitLab overwrites with that of
// another.
func (k *kind) validateCopies(config values) (found []*tfprotov6.Diagnostic) {
	for i := range k.Parameters {
		p := &k.Parameters[i]
		if p.DefaultFrom == "" || !isSet(config[p.Name]) {
			continue
		}
		if original := k.effective(p.DefaultFrom, config); original.IsKnown() && !original.Equal(config[p.Name]) {
			found = append(found, failureAt(p.Name, "Invalid "+p.Name,
				fmt.Sprintf("GitLab gives `%s` the value of `%s`, so another one cannot last. Remove `%[1]s`, or make the two the same.", p.Name, p.DefaultFrom)))
		}
	}
	return found
}

// holds tells whether a condition is true of a configuration, if that is known.
func (k *kind) holds(condition Condition, config values) (holds, known bool) {
	value := k.effective(condition.setting, config)
	if !value.IsFullyKnown() {
		return false, false
	}
	setting := toSetting(value)
	switch {
	case condition.value != nil:
		return setting == toSetting(toValue(value.Type(), condition.value)), true
	case condition.unset:
		return isEmpty(setting), true
	default:
		return !isEmpty(setting), true
	}
}

// effective is the value that a plan would give a setting; of a secret it is
// the one of the two forms that is configured.
func (k *kind) effective(name string, config values) tftypes.Value {
	p := k.parameters[name]
	if p.Secret && config[name].IsNull() {
		return config[p.writeOnly()]
	}
	return k.planSetting(p, config, tftypes.NewValue(tftypes.Bool, false))
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
func (k *kind) demand(c Condition) string {
	switch p := k.parameters[c.setting]; {
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

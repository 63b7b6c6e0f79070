package message

import "fmt"

// MissingOwner is the error of a configuration without project and group.
func MissingOwner() Text {
	return Text{"Missing project or group", "Set `project` to the ID or full path of a project, or `group` to that of a group."}
}

// TwoOwners is the error of a configuration with project and group.
func TwoOwners() Text {
	return Text{"Both project and group", "An integration belongs to a project or to a group. Remove `project` or `group`; for both, write two blocks."}
}

// MissingSetting is the error of a required setting that is not a secret.
func MissingSetting(name string) Text {
	return Text{"Missing " + name, fmt.Sprintf("`%s` is required unless `use_inherited_settings` is `true`.", name)}
}

// BesideInheritance is the error of a setting of an integration that inherits.
func BesideInheritance(name string) Text {
	return Text{"Conflicting " + name, fmt.Sprintf("`%s` has no effect while `use_inherited_settings` is `true`: "+
		"the settings come from a group above or from the instance. Remove one of the two.", name)}
}

// Overwritten is the error of a setting that GitLab overwrites with another one.
func Overwritten(name, original string) Text {
	return Text{"Invalid " + name, fmt.Sprintf("GitLab sets `%s` to the value of `%s`, so no other value is kept. "+
		"Remove `%[1]s`, or set both to the same value.", name, original)}
}

// Condition is a condition on one setting. Without Value and Unset, it holds for
// every value that is not empty.
type Condition struct {
	// Setting is the name of the setting.
	Setting string
	// WriteOnly is the name of the write-only argument of a secret, else "".
	WriteOnly string
	// Value is the only value for which the condition holds; nil for any value.
	Value any
	// Unset makes the condition hold only for a setting without a value.
	Unset bool
}

// BrokenRule is the error of a condition that must hold because another one holds.
// The reason is a sentence.
func BrokenRule(demanded, given Condition, reason string) Text {
	return Text{demanded.summary(), Paragraphs(demanded.demand()+" "+given.clause()+".", reason)}
}

func (c Condition) summary() string {
	switch {
	case c.Value != nil:
		return "Invalid " + c.Setting
	case c.Unset:
		return "Conflicting " + c.Setting
	default:
		return "Missing " + c.Setting
	}
}

// demand says that a condition must hold.
func (c Condition) demand() string {
	switch {
	case c.Value != nil:
		return fmt.Sprintf("`%s` must be `%v`", c.Setting, c.Value)
	case c.Unset:
		return fmt.Sprintf("`%s` must not be set", c.Setting)
	case c.WriteOnly != "":
		return fmt.Sprintf("`%s` or `%s` must be set", c.WriteOnly, c.Setting)
	default:
		return fmt.Sprintf("`%s` must be set", c.Setting)
	}
}

// clause says that a condition holds.
func (c Condition) clause() string {
	switch {
	case c.Value != nil:
		return fmt.Sprintf("if `%s` is `%v`", c.Setting, c.Value)
	case c.Unset:
		return fmt.Sprintf("if `%s` is not set", c.Setting)
	default:
		return fmt.Sprintf("if `%s` is set", c.Setting)
	}
}

// TwoForms is the error of a secret that is configured in both of its forms.
func TwoForms(name, writeOnly string) Text {
	return Text{"Conflicting " + writeOnly, fmt.Sprintf("Set `%s` or `%s`, not both.", name, writeOnly)}
}

// VersionAlone is the error of the version of a secret that is not configured.
func VersionAlone(version, writeOnly string) Text {
	return Text{"Invalid " + version, fmt.Sprintf("`%s` is the version of `%s`, which is not set. Set `%[2]s`, or remove `%[1]s`.", version, writeOnly)}
}

// InvalidVersion is the error of the version of a secret that is a fraction or
// negative.
func InvalidVersion(version string) Text {
	return Invalid(version, "must be a whole number, 0 or above")
}

// WriteOnlyUnsupported is the error of a CLI without write-only arguments. The
// alternative is the attribute to use instead.
func WriteOnlyUnsupported(writeOnly, alternative string) Text {
	return Text{"Write-only arguments need a newer Terraform",
		fmt.Sprintf("`%s` is a write-only argument, which Terraform and OpenTofu have since 1.11. Use `%s`, or a newer version.", writeOnly, alternative)}
}

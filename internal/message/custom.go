package message

import "fmt"

// InvalidSettings is the error of settings of gitlabintegrations_custom that are not
// an object.
func InvalidSettings() Text {
	return Invalid("settings", "must be an object with the settings by name, such as `{ push_events = true }`")
}

// InvalidCustomSetting is the error of a custom setting of a type that GitLab's API
// does not have.
func InvalidCustomSetting(name string) Text {
	return Text{"Invalid " + name, fmt.Sprintf("`%s` in `settings` must be a string, a boolean, a number, a list of strings, or null.", name)}
}

// InvalidCustomValue is the error of a value in settings or secrets_wo.
func InvalidCustomValue(name, attribute, fault string) Text {
	return Text{"Invalid " + name, fmt.Sprintf("`%s` in `%s` %s.", name, attribute, fault)}
}

// DoubtfulCustomValue warns of a value in settings or secrets_wo that the resource of the
// integration refuses.
func DoubtfulCustomValue(name, attribute, fault, typeName string) Text {
	return Text{"Doubtful " + name, InvalidCustomValue(name, attribute, fault).Detail +
		fmt.Sprintf(" `%s` refuses other values. `gitlabintegrations_custom` sends them, but GitLab may refuse them, or be unable to use them.", typeName)}
}

// OuterLineBreakOfCustom warns of a line break at the beginning or at the end of one line
// that may be meant to be a single line.
func OuterLineBreakOfCustom(name, attribute string) Text {
	return Text{"Line break around " + name, fmt.Sprintf("`%s` in `%s` begins or ends with a line break. A file usually ends with one. "+
		"Unless the setting is a text of several lines, read it with `trimspace(file(\"…\"))`.", name, attribute)}
}

// OuterWhitespaceOfCustom warns of whitespace around a value of which it is not known
// whether GitLab keeps it.
func OuterWhitespaceOfCustom(name, attribute string) Text {
	return Text{"Whitespace around " + name, fmt.Sprintf("`%s` in `%s` begins or ends with whitespace. If that is not intended, remove it with `trimspace()`.", name, attribute)}
}

// CustomBesideInheritance is BesideInheritance for a custom integration.
func CustomBesideInheritance(name string) Text {
	text := BesideInheritance(name)
	text.Detail += " If GitLab requires a setting nevertheless, set it to null in `settings`."
	return text
}

// SettingAndSecret is the error of a name that is in settings and in secrets_wo.
func SettingAndSecret(name string) Text {
	return Text{"Conflicting " + name, fmt.Sprintf("`%s` is in `settings` and in `secrets_wo`. If it is a secret, remove it from `settings`, else from `secrets_wo`.", name)}
}

// The reasons why a name cannot be that of a custom setting.
const (
	// NameOfActive is the reason for `active`.
	NameOfActive = "it is not a setting, because every write enables the integration. To disable the integration, remove the resource"
	// NameOfOwner is the reason for `id`.
	NameOfOwner = "it stands for the project or group in GitLab's API. Set `project` or `group`"
	// NameOfSecrets is the reason for `secrets`.
	NameOfSecrets = "there is no setting of this name. Secrets go into `secrets_wo`, each by its own name"
	// NameOfAttribute is the reason for an attribute of the resource.
	NameOfAttribute = "it is an attribute of the resource. Set it beside `settings`"
	// NotSettingName is the reason for a name that GitLab's API cannot have.
	NotSettingName = "the name of a setting has only letters, digits and underscores, such as `push_events`"
)

// InvalidSettingName is the error of a name in settings or secrets_wo. The reason is
// one of the constants above.
func InvalidSettingName(name, attribute, reason string) Text {
	return Text{"Invalid name of a setting", fmt.Sprintf("`%s` cannot be in `%s`: %s.", name, attribute, reason)}
}

// BetterResource warns of a custom resource for an integration that has a type of its
// own.
func BetterResource(title, typeName string) Text {
	return Text{title + " has a resource of its own", fmt.Sprintf("`%s` knows the settings of this integration, their defaults, and which are secret. "+
		"Use `gitlabintegrations_custom` only for what it lacks, and never both for the same integration of the same project or group.", typeName)}
}

// SettingsLeftOut warns of imported settings that are not configured.
func SettingsLeftOut(names []string) Text {
	return Text{"Some imported settings are not configured",
		"The plan removes them from the state, but they stay in GitLab as they are: " + Names(names) + ". To clear one, set it to null in `settings`."}
}

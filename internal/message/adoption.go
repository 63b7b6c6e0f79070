package message

import (
	"fmt"
	"strings"
)

// A required secret x is configured as x_wo, which is write-only, or as x.

// MissingSecret is the error of a new integration without a required secret.
func MissingSecret(name, writeOnly string) Text {
	return Text{"Missing " + name,
		fmt.Sprintf("`%s` is required unless `use_inherited_settings` is `true`. %s", name, setSecret(name, writeOnly))}
}

// RemovedSecret is the error of a required secret that Terraform has sent before, and
// that is no longer configured.
func RemovedSecret(name, writeOnly string) Text {
	return Text{"Missing " + name,
		fmt.Sprintf("`%s` is required unless `use_inherited_settings` is `true`, and the plan no longer contains it. %s %s",
			name, setSecret(name, writeOnly), hiddenSecret(name, writeOnly))}
}

// UnknownSecret warns that a change requires a secret that Terraform has never had.
func (s Subject) UnknownSecret(name, writeOnly string) Text {
	return s.needs(name, setSecret(name, writeOnly), hiddenSecret(name, writeOnly))
}

// UnknownCustomSecret does the same for a secret of gitlabintegrations_custom.
func (s Subject) UnknownCustomSecret(name string) Text {
	return s.needs(name, fmt.Sprintf("Set `%s` in `secrets_wo`.", name),
		"If it is configured, `ignore_changes` hides it: remove `secrets_wo` from that list.")
}

func (s Subject) needs(name string, remedies ...string) Text {
	return Text{fmt.Sprintf("This change needs `%s`", name),
		fmt.Sprintf("%s The plan for %s in %s does not contain it, so the apply of this resource will fail. %s "+
			"To leave the integration as it is, write the other settings as GitLab has them.",
			demandedSecret(name), s.Title, s.owner(), strings.Join(remedies, " "))}
}

// LacksSecret is the cause of changes that lack a required secret.
func LacksSecret(name string) string { return secretLacking + "`" + name + "`" }

// ChangeWithoutSecret explains in paragraphs why a change without a required secret is
// not sent.
func ChangeWithoutSecret(name, writeOnly string) []string {
	return []string{demandedSecret(name), setSecret(name, writeOnly) + " " + hiddenSecret(name, writeOnly)}
}

func demandedSecret(name string) string {
	return fmt.Sprintf("GitLab requires `%s` with every change, but never returns it, so the state of an integration that was imported or moved does not contain it.", name)
}

func setSecret(name, writeOnly string) string {
	return fmt.Sprintf("Set `%s`, which is not stored in the state, or `%s`.", writeOnly, name)
}

// hiddenSecret is the remedy if the secret is configured, but Terraform does not pass
// it to the provider.
func hiddenSecret(name, writeOnly string) string {
	return fmt.Sprintf("If it is configured, `ignore_changes` hides it: remove `%s` and `%s` from that list.", name, writeOnly)
}

// Assumed is a setting whose value Terraform has assumed.
type Assumed struct {
	// Name is the name of the setting, and Value its planned value as a configuration
	// writes it.
	Name, Value string
}

// WritesAssumed warns that a change also writes settings whose present values
// GitLab does not show. The summary is the same for the same settings, so that the CLI
// shows many such warnings as one.
func (s Subject) WritesAssumed(assumed []Assumed) Text {
	names, list := make([]string, len(assumed)), make([]string, len(assumed))
	for i, setting := range assumed {
		names[i] = setting.Name
		list[i] = fmt.Sprintf("`%s` (`%s`)", setting.Name, setting.Value)
	}
	return Text{fmt.Sprintf("This change also writes %s, which GitLab does not show", Names(names)),
		fmt.Sprintf("GitLab does not show all present values of %s in %s. Terraform has assumed the defaults of these settings, and writes them with this change: %s. "+
			"If GitLab has another value that you want to keep, configure that value before the apply.", s.Title, s.owner(), strings.Join(list, ", "))}
}

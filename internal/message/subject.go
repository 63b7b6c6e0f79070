package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Subject is the integration of one project or group.
type Subject struct {
	// Title is the name in GitLab's web interface.
	Title string
	// Slug is the name in GitLab's API.
	Slug string
	// TypeName is the type of the resource.
	TypeName string
	// Owner is the project or group. Its ID is "" if it is not known yet.
	Owner client.Owner
}

// Task returns a summary with a verb: "Cannot read Asana in project acme/web".
func (s Subject) Task(verb string) string {
	return fmt.Sprintf("%s %s in %s", verb, s.Title, s.owner())
}

// owner describes the project or group.
func (s Subject) owner() string {
	if s.Owner.ID == "" {
		return "the " + string(s.Owner.Kind)
	}
	return s.Owner.String()
}

// StaysActive warns that an integration stays active after its resource is
// destroyed.
func (s Subject) StaysActive() Text {
	return ofCause(integrationNotEnded, s.Title+" stays active in "+s.owner(),
		"GitLab's API cannot disable this integration, so the resource is only removed from the state. To disable the integration, uninstall the app, or unlink the group in it.")
}

// NotRestorable warns before the destruction of an integration that only the
// installation of an app creates.
func (s Subject) NotRestorable(install string) Text {
	return ofCause(notRestorable, s.Title+" in "+s.owner()+" cannot be set up again by Terraform",
		"A destroy disables the integration, and GitLab's API cannot create it again, but only change it once it is installed. "+
			"To keep the integration, remove the resource from the state instead: with a `removed` block that has `destroy = false`, or with `terraform state rm`.",
		"To restore the integration after a destroy: "+install)
}

// ChangedOutside warns of an external change. The time is GitLab's.
func (s Subject) ChangedOutside(updatedAt string) Text {
	return ofCause(changedOutside, fmt.Sprintf("%s in %s was changed outside Terraform", s.Title, s.owner()),
		fmt.Sprintf("According to GitLab, the integration was last changed at %s. Terraform did not make that change, and no setting that can be read differs. "+
			"A secret may have been changed. Secrets cannot be read, so the plan sends all of them again.", updatedAt))
}

// Unconfirmed is a setting that GitLab's answer does not show as it was sent.
type Unconfirmed struct {
	// Name is the name of the setting.
	Name string
	// Shown is what the answer shows instead, as a configuration writes it; "" if
	// it shows nothing.
	Shown string
}

// NotConfirmed warns of settings that GitLab did not store as they were sent.
func (s Subject) NotConfirmed(unconfirmed []Unconfirmed) Text {
	list := make([]string, len(unconfirmed))
	for i, setting := range unconfirmed {
		list[i] = "`" + setting.Name + "`"
		if setting.Shown != "" {
			list[i] += " (GitLab has `" + setting.Shown + "`)"
		}
	}
	return ofCause(notConfirmed+s.Title, fmt.Sprintf("The answer does not show these settings of %s in %s as they are configured: %s", s.Title, s.owner(), strings.Join(list, ", ")),
		"GitLab accepted the request. "+
			"This GitLab may be too old or too new for them, or its license may not include them. "+
			"If the next plan shows one again, write it as GitLab has it, or remove it from the configuration.")
}

// CustomNotConfirmed is NotConfirmed for a custom integration.
func (s Subject) CustomNotConfirmed(unconfirmed []Unconfirmed) Text {
	text := s.NotConfirmed(unconfirmed)
	text.Detail += " GitLab ignores a name that it does not know: check the spelling. Secrets, which GitLab never shows, belong in `secrets_wo`."
	return text
}

// Unavailable explains that GitLab knows an integration but does not offer it. The
// availability says where GitLab offers it; "" for everywhere.
func (s Subject) Unavailable(availability string) string {
	text := fmt.Sprintf("This GitLab knows the integration but does not offer it in this %s: an administrator has disabled it for the whole instance, "+
		"it is not on the list of allowed integrations, or the license does not include it.", s.Owner.Kind)
	if availability != "" {
		text += " Its availability: " + availability + "."
	}
	return text
}

// NotDisabled explains that GitLab's API cannot disable the integration of an app.
const NotDisabled = "GitLab's API cannot disable this integration. Uninstall it where it was installed, " +
	"or remove the resource from the state: with `terraform state rm`, or with a `removed` block that has `destroy = false`."

// NotInstalled explains that only the installation of an app creates an integration.
func NotInstalled(install string) string {
	return "GitLab's API cannot create this integration, but only change it once it is installed. " + install
}

// UnknownSlug explains that this GitLab does not have an integration. The lack is nil
// if the reason is not known.
func (s Subject) UnknownSlug(lack *Lack) string {
	text := "This GitLab has no integration `" + s.Slug + "`: "
	if lack == nil {
		return text + "the version of GitLab is too old or too new. The documentation of the resource says which versions have the integration."
	}
	return text + s.Title + " " + lack.reason() + ". " + lack.remedy()
}

// UnknownCustomSlug is UnknownSlug for a custom integration.
func (s Subject) UnknownCustomSlug() string {
	return "This GitLab has no integration `" + s.Slug + "`. Check the spelling of `slug`. If it is right, the version of GitLab is too old or too new."
}

// BeforeReasons is the remedy for a refusal without a reason by GitLab before 17.3
// (app/services/integrations/update_service.rb and its history). Another is a further
// possible reason; "" if there is none.
func BeforeReasons(another string) string {
	text := "GitLab before 17.3 does not say what it refuses. Often it is a required setting that is empty, or an address in GitLab's local network, " +
		"which GitLab calls only if an administrator allows it."
	if another != "" {
		text += " Another possible reason: " + another
	}
	return text
}

// OnlyOne explains that only one integration of a kind can be active, and names the
// active ones if they are known. Inherited is the one that only groups can set up; "" if
// none is active.
func (s Subject) OnlyOne(kind string, active []string, inherited string) string {
	text := fmt.Sprintf("A %s can have only one active %s at a time.", s.Owner.Kind, kind)
	if inherited != "" {
		return text + " " + inherited + " is active there. " + OnlyInherited
	}
	if len(active) > 0 {
		text += " Active now: " + strings.Join(active, ", ") + "."
	}
	return text + " " + disableOther + " If this run was to disable it too, apply again."
}

const (
	// Disabled says that an integration exists, but is disabled.
	Disabled = "The integration was set up before, but it is disabled."
	// NeverSetUp says that an integration does not exist.
	NeverSetUp = "The integration was never set up there, or this GitLab does not offer it there."
	// NothingToImport is the remedy for an import of an integration that does not
	// exist or is disabled.
	NothingToImport = "There is nothing to import. Without the import, an apply sets the integration up."
	// SetUpFirst is the remedy for a data source of an integration that does not
	// exist.
	SetUpFirst = "Set it up first."
)

// InstallApp is the hint for a custom integration that may belong to an app.
const InstallApp = "If it belongs to an app, install that first."

// NotActive explains that an integration is disabled although GitLab has accepted
// its settings.
func NotActive(install string) string {
	return strings.TrimSpace("GitLab accepted the settings, but the integration is not active. " + install)
}

// NotConfigured is the error of a task, such as "Cannot read Asana in project
// acme/web", before the provider's configuration is known.
func NotConfigured(task string) Text {
	return ofCause(providerNotConfigured, task,
		"A setting of the provider, such as `base_url` or `token`, depends on something that is known only after an apply. "+
			"Apply that alone first, with `-target`, or give the provider values that are known from the start.")
}

// UnreadableState is the error of a state that another version of the provider wrote.
// The attribute is the one that cannot be read; "" for the whole state.
func UnreadableState(typeName, attribute string) Text {
	what := "the data"
	if attribute != "" {
		what = "the value of `" + attribute + "`"
	}
	return Text{"Cannot read the saved state of " + typeName,
		fmt.Sprintf("This version of the provider does not understand %s in the state. "+
			"Use the version that wrote the state, or remove the resource from the state and import it again.", what)}
}

// Panic reports a bug of the provider.
func Panic(what, stack string) Text {
	return ofCause(providerFailed, "This is a bug in the provider: "+strings.TrimSuffix(what, "."),
		"It is not in your configuration. Please report it with this text.", stack)
}

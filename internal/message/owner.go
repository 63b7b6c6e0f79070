package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// NewPath names the new path of a moved project; "" if it is not known.
func NewPath(path string) string {
	if path == "" {
		return ""
	}
	return "The new path is `" + path + "`."
}

// ResourceMoved warns that the project of a resource was found only through a
// redirect. The path is the new one, "" if it is not known; the number is the
// project's ID.
func ResourceMoved(owner client.Owner, path, number string) Text {
	return moved(owner, path, "The resource is in the state under the old path, where GitLab answers reads but refuses changes. "+
		"Set `project` to "+newNames(path, number)+". The resource is then changed in place.")
}

// DataSourceMoved does the same for a data source.
func DataSourceMoved(owner client.Owner, path, number string) Text {
	return moved(owner, path, "GitLab still finds the project under its old path, until another project has that path. "+
		"Set `project` to "+newNames(path, number)+".")
}

// moved names the new path in the first sentence, which is all that the second warning
// of this kind contains.
func moved(owner client.Owner, path, detail string) Text {
	about := capital(owner.String()) + " has moved"
	if path != "" {
		about += " to `" + path + "`"
	}
	return ofCause(ProjectMoved, about, detail)
}

func newNames(path, number string) string {
	names := "the new path"
	if path != "" {
		names += " `" + path + "`"
	}
	return names + ", or to the ID `" + number + "`, which never changes"
}

// Gone warns that a project or group is no longer found, and that its integrations are
// therefore removed from the state.
func (s Subject) Gone(err error) Text {
	remedy := "Remove its resources from the configuration, or make that user a member again."
	if s.Owner.Kind == client.GroupKind {
		remedy = "If it has moved, set `group` to its new path, or to its ID, which never changes. " +
			"Otherwise remove its resources from the configuration, or make that user a member again."
	}
	return ofCause(s.goneCause(), capital(s.owner())+" is gone", Describe(err),
		fmt.Sprintf("%s, so %s is removed from the state. %s "+
			"With `missing_owner = \"error\"` in the provider's configuration this is an error, and nothing is removed from the state.", s.lossOfOwner(), s.lost(), remedy))
}

// lost is what leaves the state with a project or group.
func (s Subject) lost() string {
	if s.Slug == "" {
		return "the resource"
	}
	return s.Title + ", like every other integration there,"
}

// GoneWhileReading is the error if a project or group is no longer found while
// reading, and the provider must not remove its integrations from the state.
func (s Subject) GoneWhileReading(err error) Text {
	return s.goneError("Cannot read", err, fmt.Sprintf("If the user should see the %s, make that user a member again. "+
		"If it was deleted, remove the resource from the state with `terraform state rm`. ", s.Owner.Kind)+
		s.ifMoved("remove the resource from the state and import it with the new path, or with the ID, which never changes. ")+
		"To leave the state as it is for now, plan with `-refresh=false`.")
}

// GoneWhileDestroying is the error for a DELETE.
func (s Subject) GoneWhileDestroying(err error) Text {
	return s.goneError("Cannot disable", err, fmt.Sprintf("If the user should see the %s, make that user a member again: the integration may still be active. "+
		"If it was deleted, remove the resource from the state with `terraform state rm`. ", s.Owner.Kind)+
		s.ifMoved("the integration is still active: disable it under the new path, and remove the resource from the state. ")+
		"(`-refresh=false` only prevents errors while reading, not this one.)")
}

// GoneBeforeDestroy warns that a DELETE did not find the group.
func (s Subject) GoneBeforeDestroy(err error) Text {
	return ofCause(s.goneCause(), capital(s.owner())+" is gone", Describe(err),
		s.lossOfOwner()+". The resource is removed from the state, and nothing was disabled. "+s.ifMoved("the integration is still active: disable it under the new path."))
}

// ifMoved says what to do if a group has moved; "" for a project, which GitLab finds
// under its old path.
func (s Subject) ifMoved(remedy string) string {
	if s.Owner.Kind == client.ProjectKind {
		return ""
	}
	return "If it has moved, " + remedy
}

func (s Subject) goneError(verb string, err error, remedy string) Text {
	return ofCause(s.goneCause(), s.Task(verb), Describe(err),
		s.lossOfOwner()+"; GitLab gives the same answer in each case. `missing_owner` is `error`, so the resource stays in the state.", remedy)
}

func (s Subject) goneCause() string {
	if s.Owner.Kind == client.GroupKind {
		return groupGone
	}
	return projectGone
}

// lossOfOwner lists what 404 can mean for a project or group that was found before.
// GitLab does not redirect the old path of a group (recorded of GitLab 18.9).
func (s Subject) lossOfOwner() string {
	deleted := "The project was deleted"
	if s.Owner.Kind == client.GroupKind {
		deleted = "The group was deleted, it has moved (GitLab redirects the old paths of projects, but not those of groups)"
	}
	return deleted + ", or the user of the `token` is no longer allowed to see it"
}

// UnknownOwnerChange is the error if it is not known whether two names are those of
// the same project or group, because GitLab answered with an error.
func UnknownOwnerChange(before, after client.Owner, err error) Text {
	reason, remedy := Advice(err), "Keep the old value until GitLab answers, or plan the other resources with `-target`."
	if client.IsOwnerNotFound(err) {
		reason = fmt.Sprintf("The resource is in the state under `%s`, where GitLab no longer finds a %s.", before.ID, before.Kind)
		remedy = "Plan without `-refresh=false`: the resource is then removed from the state, and set up under the new value. " +
			"If the provider has `missing_owner = \"error\"`, remove it from the state with `terraform state rm` instead, and import it with the new value."
	}
	return ofCause(ownerChangeUnknown+string(before.Kind), fmt.Sprintf("`%s` changes from `%s` to `%s`", before.Kind, before.ID, after.ID),
		fmt.Sprintf("If GitLab has the same %s under both, the resource is changed in place. Otherwise it is replaced. GitLab does not say which of the two is true.", before.Kind),
		Describe(err), reason, remedy)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

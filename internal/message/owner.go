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
// project's.
func ResourceMoved(owner client.Owner, path, number string) Text {
	return moved(owner, "The state has it under its old path, where GitLab answers reads and refuses changes. "+
		"Set `project` to "+newNames(path, number)+": that changes the resource in place.")
}

// DataSourceMoved is the same for a data source.
func DataSourceMoved(owner client.Owner, path, number string) Text {
	return moved(owner, "GitLab still finds it under its old path, until another project has that path. "+
		"Set `project` to "+newNames(path, number)+".")
}

func moved(owner client.Owner, detail string) Text {
	return Text{capital(owner.String()) + " has moved", detail}
}

func newNames(path, number string) string {
	names := "the new path"
	if path != "" {
		names += " `" + path + "`"
	}
	return names + ", or to the ID `" + number + "`, which never changes"
}

// Gone warns that a project or group is no longer found. GitLab does not redirect the
// old path of a group (recorded of GitLab 18.9).
func (s Subject) Gone(err error) Text {
	causes, remedy := "The project was deleted", "Remove the resource from the configuration, or make that user a member again."
	if s.Owner.Kind == client.GroupKind {
		causes = "The group was deleted, it has moved (GitLab redirects the old paths of projects, but not those of groups)"
		remedy = "If it has moved, set `group` to its new path, or to its ID, which never changes. " +
			"Otherwise remove the resource from the configuration, or make that user a member again."
	}
	return Text{capital(s.owner()) + " is gone", Paragraphs(Describe(err),
		fmt.Sprintf("%s, or the user of the `token` may no longer see it, so %s is removed from the state. %s", causes, s.Title, remedy))}
}

// UnknownOwnerChange says that it is not known whether two names are those of the
// same project or group, because GitLab answered with an error.
func UnknownOwnerChange(before, after client.Owner, err error) Text {
	reason, remedy := Advice(err), "Keep the old value until GitLab answers, or plan the other resources with `-target`."
	if client.IsOwnerNotFound(err) {
		reason = fmt.Sprintf("The resource is in the state under `%s`, where GitLab finds no %s any more.", before.ID, before.Kind)
		remedy = "Plan without `-refresh=false`: the resource is then removed from the state, and set up under the new value."
	}
	return Text{fmt.Sprintf("Cannot determine whether this is another %s", before.Kind), Paragraphs(
		fmt.Sprintf("`%s` changes from `%s` to `%s`. If GitLab has the same %[1]s under both, the resource is changed in place. Otherwise it is replaced. GitLab does not say which of the two is true.", before.Kind, before.ID, after.ID),
		Describe(err), reason, remedy)}
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

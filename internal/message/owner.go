package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// NewPath tells where a moved project is now; "" if that is not known.
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

// Gone warns that a project or group is not found any more. The old path of a
// group leads nowhere: GitLab redirects projects only (recorded of GitLab 18.9).
func (s Subject) Gone(err error) Text {
	causes, remedy := "The project was deleted", "Remove the resource from the configuration, or make that user a member again."
	if s.Owner.Kind == client.GroupKind {
		causes = "The group was deleted, it has moved (GitLab redirects the old paths of projects, but not those of groups)"
		remedy = "If it has moved, set `group` to its new path, or to its ID, which never changes. " +
			"Otherwise remove the resource from the configuration, or make that user a member again."
	}
	return Text{capital(s.owner()) + " is gone", Paragraphs(Describe(err),
		fmt.Sprintf("%s, or the owner of the `token` may not see it any more, so %s is taken out of the state. %s", causes, s.Title, remedy))}
}

// UnknownOwnerChange says that nobody knows whether another name is one of
// another project or group, because GitLab answered with an error.
func UnknownOwnerChange(before, after client.Owner, err error) Text {
	reason, remedy := Advice(err), "Until GitLab tells, keep the old value, or plan the other resources with `-target`."
	if client.IsOwnerNotFound(err) {
		reason = fmt.Sprintf("The resource is in the state under `%s`, where GitLab finds no %s any more.", before.ID, before.Kind)
		remedy = "Plan without `-refresh=false`: then it leaves the state, and is set up under the new value."
	}
	return Text{fmt.Sprintf("Cannot tell whether this is another %s", before.Kind), Paragraphs(
		fmt.Sprintf("`%s` changes from `%s` to `%s`. If GitLab has the same %[1]s under both, the resource is changed in place, otherwise it is replaced; but GitLab does not tell.", before.Kind, before.ID, after.ID),
		Describe(err), reason, remedy)}
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

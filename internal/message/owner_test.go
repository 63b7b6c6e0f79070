package message

import (
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

func TestMoved(t *testing.T) {
	project := client.Owner{Kind: client.ProjectKind, ID: "acme/web"}
	resource := ResourceMoved(project, "acme/site", "42")
	expectParts(t, resource.Detail, "Project acme/web has moved to `acme/site`.", "refuses changes", "Set `project` to the new path `acme/site`, or to the ID `42`, which never changes", "in place")
	data := DataSourceMoved(project, "", "42")
	expectParts(t, data.Detail, "Project acme/web has moved.", "until another project has that path", "Set `project` to the new path, or to the ID `42`")
}

func TestGone(t *testing.T) {
	lost := &client.Error{Method: "GET", Path: "x", Status: 404, Message: "404 Not Found"}
	project := Subject{Title: "Asana", Slug: "asana", Owner: client.Owner{Kind: client.ProjectKind, ID: "acme/web"}}.Gone(lost)
	expectParts(t, project.Detail, "Project acme/web is gone.", "404 Not Found", "The project was deleted, or the user of the `token`", "so Asana, like every other integration there, is removed from the state. Remove its resources")
	group := Subject{Title: "Asana", Owner: client.Owner{Kind: client.GroupKind, ID: "acme"}}.Gone(lost)
	expectParts(t, group.Detail, "The group was deleted, it has moved", "set `group` to its new path, or to its ID")
}

func TestUnknownOwnerChange(t *testing.T) {
	before, after := client.Owner{Kind: client.GroupKind, ID: "acme"}, client.Owner{Kind: client.GroupKind, ID: "7"}
	failing := UnknownOwnerChange(before, after, &client.Error{Status: 502, Origin: client.FromWebsite})
	expectParts(t, failing.Summary, "Cannot determine whether this is another group")
	expectParts(t, failing.Detail, "`group` changes from `acme` to `7`", "the same group under both", "overloaded", "`-target`")
	lost := UnknownOwnerChange(before, after, &client.Error{Status: 404, Message: "404 Group Not Found"})
	expectParts(t, lost.Detail, "under `acme`, where GitLab no longer finds a group", "without `-refresh=false`", "`missing_owner = \"error\"`, remove it from the state with `terraform state rm` instead, and import it")
}

// GitLab finds a project under its old path, but not a group.
func TestGoneIsAnError(t *testing.T) {
	lost := &client.Error{Method: "GET", Path: "x", Status: 404, Message: "404 Not Found"}
	group := Subject{Title: "Asana", Owner: client.Owner{Kind: client.GroupKind, ID: "acme"}}
	expectParts(t, group.GoneWhileReading(lost).Detail, "If it has moved, remove the resource from the state and import it with the new path", "`-refresh=false`")
	expectParts(t, group.GoneWhileDestroying(lost).Detail, "If it has moved, the integration is still active: disable it under the new path")
	project := Subject{Title: "Asana", Owner: client.Owner{Kind: client.ProjectKind, ID: "acme/web"}}
	for _, text := range []Text{project.GoneWhileReading(lost), project.GoneWhileDestroying(lost)} {
		if strings.Contains(text.Detail, "moved") {
			t.Errorf("the message about a project mentions a move: %s", text.Detail)
		}
	}
}

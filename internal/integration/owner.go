package integration

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// ownerOf returns the project or group that an object names.
func ownerOf(plain settings) client.Owner {
	if project, ok := plain[attributeProject].(string); ok {
		return client.Owner{Kind: client.ProjectKind, ID: project}
	}
	group, _ := plain[attributeGroup].(string)
	return client.Owner{Kind: client.GroupKind, ID: group}
}

// resourceID is the attribute "id" of an object.
func resourceID(plain settings) string {
	id := ownerID(ownerOf(plain))
	if slug, isCustom := plain[attributeSlug].(string); isCustom {
		id += ":" + slug
	}
	return id
}

// ownerID is the attribute "id" of an owner's integration.
func ownerID(owner client.Owner) string { return string(owner.Kind) + "s/" + owner.ID }

// replacements are the attributes, of "project", "group" and "slug", whose change
// makes another integration of it. An owner that is not known yet may be another one;
// where GitLab does not tell whether it is, nothing may be replaced, and that is
// an error. Prior is nil for a new resource. The function provider returns nil as
// long as the provider's configuration is not known.
func replacements(ctx context.Context, provider func() *Provider, prior, planned map[string]tftypes.Value) (names []string, found []*tfprotov6.Diagnostic) {
	for _, name := range []string{attributeProject, attributeGroup} {
		if prior == nil || prior[name].Equal(planned[name]) {
			continue
		}
		same, unknown := provider().sameOwner(ctx, client.Kind(name), prior[name], planned[name])
		found = append(found, unknown...)
		if !same && len(unknown) == 0 {
			names = append(names, name)
		}
	}
	if prior != nil && !prior[attributeSlug].Equal(planned[attributeSlug]) {
		names = append(names, attributeSlug)
	}
	return names, found
}

// sameOwner reports whether two values are known to name the same project or
// group: an id and a path, or the paths before and after a move. Case makes no
// difference to GitLab, so only what differs more makes it ask. A new name that
// GitLab does not know cannot be the same owner. The old one has named an owner:
// if GitLab does not say which, nobody knows.
func (p *Provider) sameOwner(ctx context.Context, kind client.Kind, before, after tftypes.Value) (same bool, unknown []*tfprotov6.Diagnostic) {
	switch {
	case !isSet(before) || !isSet(after):
		return false, nil
	case strings.EqualFold(as[string](before), as[string](after)):
		return true, nil
	case p == nil:
		return false, nil
	}
	change := ownerChange{client.Owner{Kind: kind, ID: as[string](before)}, client.Owner{Kind: kind, ID: as[string](after)}}
	was, err := p.Client.FullPath(ctx, change.before)
	if err != nil {
		return false, change.unknown(err)
	}
	is, err := p.Client.FullPath(ctx, change.after)
	if err != nil && !client.IsOwnerNotFound(err) {
		return false, change.unknown(err)
	}
	return err == nil && strings.EqualFold(was, is), nil
}

// ownerChange is the change of an owner's name.
type ownerChange struct{ before, after client.Owner }

// unknown is the error that GitLab does not tell whether it is another owner.
func (c ownerChange) unknown(err error) []*tfprotov6.Diagnostic {
	kind := string(c.before.Kind)
	reason, remedy := client.Advice(err), "Until GitLab tells, keep the old value, or plan the other resources with `-target`."
	if client.IsOwnerNotFound(err) {
		reason = fmt.Sprintf("The resource is in the state under `%s`, where GitLab finds no %s any more.", c.before.ID, kind)
		remedy = "Plan without `-refresh=false`: then it leaves the state, and is set up under the new value."
	}
	paragraphs := []string{
		fmt.Sprintf("`%s` changes from `%s` to `%s`. If GitLab has the same %[1]s under both, the resource is changed in place, otherwise it is replaced; but GitLab does not tell.", kind, c.before.ID, c.after.ID),
		client.Describe(err), reason, remedy,
	}
	paragraphs = slices.DeleteFunc(paragraphs, func(text string) bool { return text == "" })
	return []*tfprotov6.Diagnostic{failureAt(kind, "Cannot tell whether this is another "+kind, strings.Join(paragraphs, "\n\n"))}
}

// movedResource warns that the owner of a resource was found only through a
// redirect; not if movedTo is "".
func (p *Provider) movedResource(ctx context.Context, owner client.Owner, movedTo string) []*tfprotov6.Diagnostic {
	return moved(ctx, p.Client, owner, movedTo,
		"The state has it under its old path, where GitLab answers reads and refuses changes. Set `project` to %s: that changes the resource in place.")
}

// MovedDataSource is the same for a data source.
func MovedDataSource(ctx context.Context, gitlab *client.Client, owner client.Owner, movedTo string) []*tfprotov6.Diagnostic {
	return moved(ctx, gitlab, owner, movedTo,
		"GitLab still finds it under its old path, until another project has that path. Set `project` to %s.")
}

func moved(ctx context.Context, gitlab *client.Client, owner client.Owner, movedTo, text string) []*tfprotov6.Diagnostic {
	if movedTo == "" {
		return nil
	}
	names := "the new path"
	if path := gitlab.MovedPath(ctx, movedTo); path != "" {
		names += " `" + path + "`"
	}
	names += ", or to the id `" + movedTo + "`, which always stays"
	diagnostic := warning(capital(owner.String())+" has moved", fmt.Sprintf(text, names))
	diagnostic.Attribute = tftypes.NewAttributePath().WithAttributeName(string(owner.Kind))
	return []*tfprotov6.Diagnostic{diagnostic}
}

// goneOwner warns that a resource is taken out of the state because its owner is
// not found. The old path of a group leads nowhere: GitLab redirects projects
// only (recorded of GitLab 18.9).
func (d *definition) goneOwner(owner client.Owner, err error) []*tfprotov6.Diagnostic {
	causes, remedy := "The project was deleted", "Remove the resource from the configuration, or make that user a member again."
	if owner.Kind == client.GroupKind {
		causes = "The group was deleted, it has moved (GitLab redirects the old paths of projects, but not those of groups)"
		remedy = "If it has moved, set `group` to its new path, or to its id, which always stays. Otherwise remove the resource from the configuration, or make that user a member again."
	}
	return []*tfprotov6.Diagnostic{warning(capital(owner.String())+" is gone",
		fmt.Sprintf("%s\n\n%s, or the owner of the `token` may not see it any more, so %s is taken out of the state. %s",
			client.Describe(err), causes, d.Title, remedy))}
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

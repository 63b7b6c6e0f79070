package integration

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ownerOf returns the project or group of an object.
func ownerOf(plain settings) client.Owner {
	if project, ok := plain[attributeProject].(string); ok {
		return client.Owner{Kind: client.ProjectKind, ID: project}
	}
	group, _ := plain[attributeGroup].(string)
	return client.Owner{Kind: client.GroupKind, ID: group}
}

// resourceID is the value of the attribute "id" of an object.
func resourceID(plain settings) string {
	id := ownerID(ownerOf(plain))
	for _, name := range []string{attributeSlug, attributeIntegration} {
		if slug, exists := plain[name].(string); exists {
			id += ":" + slug
		}
	}
	return id
}

// ownerID is the attribute "id" of an integration of this owner.
func ownerID(owner client.Owner) string { return string(owner.Kind) + "s/" + owner.ID }

// replacements returns the attributes, of the owner and the slug, whose change
// replaces the resource. An owner that is not known yet may be another one. If GitLab
// does not say whether it is, the resource must not be replaced, and that is an
// error. Prior is nil for a new resource. The function provider returns nil while the
// provider's configuration is not known.
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
	for _, name := range []string{attributeSlug, attributeIntegration} {
		if prior != nil && !prior[name].Equal(planned[name]) {
			names = append(names, name)
		}
	}
	return names, found
}

// sameOwner reports whether two values are known to name the same project or group:
// an ID and a path, or the paths before and after a move. GitLab ignores case, so a
// request is necessary only if they differ in more than case, and only once in a run for
// each name. A new name that GitLab
// does not find is not that of the same owner. If GitLab does not find the old name,
// which did name an owner, the answer is unknown.
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
	was, err := p.Client.Named(ctx, change.before)
	if client.IsPathAltered(err) && p.hasPath(ctx, change.after, change.before.ID) {
		return true, nil
	}
	if err != nil {
		return false, change.unknown(err)
	}
	is, err := p.Client.Named(ctx, change.after)
	if err != nil && !client.IsOwnerNotFound(err) {
		return false, change.unknown(err)
	}
	return err == nil && was.Number == is.Number, nil
}

// hasPath reports whether GitLab says that a project or group has this path.
func (p *Provider) hasPath(ctx context.Context, owner client.Owner, path string) bool {
	is, err := p.Client.Named(ctx, owner)
	return err == nil && strings.EqualFold(is.FullPath, path)
}

// ownerChange is the change of an owner's name.
type ownerChange struct{ before, after client.Owner }

// unknown is the error if GitLab does not say whether it is another owner.
func (c ownerChange) unknown(err error) []*tfprotov6.Diagnostic {
	text := message.UnknownOwnerChange(c.before, c.after, err)
	return []*tfprotov6.Diagnostic{failureAt(string(c.before.Kind), text.Summary, text.Detail)}
}

// movedResource warns that the owner of a resource was found only through a redirect.
// There is no warning if movedTo is "".
func (p *Provider) movedResource(ctx context.Context, owner client.Owner, movedTo string) []*tfprotov6.Diagnostic {
	return moved(ctx, p.Client, owner, movedTo, message.ResourceMoved)
}

// MovedDataSource does the same for a data source.
func MovedDataSource(ctx context.Context, gitlab *client.Client, owner client.Owner, movedTo string) []*tfprotov6.Diagnostic {
	return moved(ctx, gitlab, owner, movedTo, message.DataSourceMoved)
}

func moved(ctx context.Context, gitlab *client.Client, owner client.Owner, movedTo string, explain func(owner client.Owner, path, number string) message.Text) []*tfprotov6.Diagnostic {
	if movedTo == "" {
		return nil
	}
	diagnostic := warningOf(explain(owner, gitlab.MovedPath(ctx, movedTo), movedTo))
	diagnostic.Attribute = tftypes.NewAttributePath().WithAttributeName(string(owner.Kind))
	return []*tfprotov6.Diagnostic{diagnostic}
}

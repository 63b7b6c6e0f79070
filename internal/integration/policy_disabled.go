package integration

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// disabledType is the type of the resource for an integration that must be disabled.
const disabledType = "gitlabintegrations_disabled"

// disabled is the policy that one integration is disabled.
type disabled struct{ bySlug }

const disabledDescription = `Keeps one integration of a project or group disabled.

- **A plan** shows the resource as one to create if somebody has enabled the integration. The apply disables it again. GitLab clears its settings and secrets then, and they cannot be restored.
- **An apply** takes one request, and another one if the integration is active. GitLab refuses the second one if the integration was changed in between.
- **A destroy** changes nothing in GitLab: the integration stays disabled, and Terraform no longer detects that somebody enables it.
- **Inheritance**: if a project inherits the integration, it is disabled in the project alone, which stays linked to the group above. The next time that the settings of the group are saved, GitLab enables it in the project again, and the next plan shows that. If it is disabled in a group, it stays active in the projects and groups below that inherit it.
- **Conflicts**: the plan fails if the configuration also sets up the integration in the same project or group. Resources of other workspaces, of other configurations of the provider (` + "`alias`" + `), and those that ` + "`-target`" + ` leaves out, are not visible to it.

The guide [Integration policies](../guides/compliance.md) compares the ways to forbid integrations.`

func newDisabled(catalog bySlug) *definition {
	spec := &Spec{Slug: "disabled", Title: "the integration"}
	return newPolicy(disabled{catalog}, spec, disabledDescription, attributeIntegration, disabledAttributes(spec))
}

func disabledAttributes(spec *Spec) []*tfprotov6.SchemaAttribute {
	attributes := append(ownerAttributes(spec, replacesUnlessSame), ownerAttribute(attributeIntegration, true,
		"Name of the integration in GitLab's API, such as `discord`. The plan warns of a name that the provider does not know. Changing it replaces the resource."))
	attributes[0].Description = "`projects/<project>:<integration>` or `groups/<group>:<integration>`, as configured."
	return attributes
}

func (r disabled) validate(config values) []*tfprotov6.Diagnostic {
	slug := config[attributeIntegration]
	if !isSet(slug) {
		return nil
	}
	return r.bySlug.validate(tftypes.NewAttributePath().WithAttributeName(attributeIntegration), attributeIntegration, as[string](slug))
}

func (r disabled) complete(config values) values {
	return values{attributeIntegration: config[attributeIntegration]}
}

func (r disabled) generate(state settings) values {
	return values{attributeIntegration: toValue(tftypes.String, state[attributeIntegration])}
}

func (r disabled) slug(object settings) string {
	slug, _ := object[attributeIntegration].(string)
	return slug
}

func (r disabled) subject(object settings) message.Subject {
	slug := r.slug(object)
	return message.Subject{Title: r.title(slug), Slug: slug, TypeName: disabledType, Owner: ownerOf(object)}
}

func (r disabled) remedy() string { return message.KeepByRemoving }

func (r disabled) find(ctx context.Context, provider *Provider, object settings) (activeList, error) {
	slug, owner := r.slug(object), ownerOf(object)
	if slug == "" {
		return nil, nil
	}
	listed, err := provider.Lists.ActiveAtFirst(ctx, owner)
	entry := listed[slug]
	if client.HasNoList(err) || errors.Is(err, discovery.ErrNoSlugs) {
		entry, err = provider.Client.GetIntegration(ctx, owner, slug)
	}
	switch {
	case client.IsIntegrationNotFound(err) || client.IsUnknownSlug(err):
		return nil, nil
	case err != nil || entry == nil:
		return nil, err
	default:
		return withoutInactive(activeList{slug: entry}), nil
	}
}

func (r disabled) after(before settings, active activeList, _ *policyState) settings {
	if len(active) > 0 {
		return nil
	}
	return before
}

func (r disabled) forbids(object settings) forbids {
	slug := r.slug(object)
	if slug == "" {
		return nil
	}
	return func(other string, _ bool) bool { return other == slug }
}

func (r disabled) appliesAnew(prior, _ settings) bool { return prior == nil }

func (r disabled) disables(prior, planned settings, slug string, _ bool) bool {
	return prior == nil && slug == r.slug(planned)
}

// left is nothing: a policy that is not kept is none in the state.
func (r disabled) left(settings, []string) settings { return nil }

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

// disabledType is the resource for an integration that is to be off.
const disabledType = "gitlabintegrations_disabled"

// disabled is the rule that one integration is off.
type disabled struct{ bySlug }

const disabledNotes = `- **A plan** lists the integration as a resource to create if somebody has switched it on: the apply switches it off again. That clears its settings and secrets in GitLab, and nobody can bring them back.
- **An apply** takes one request, and another one to switch the integration off. GitLab does not carry that out if somebody has changed the integration in between.
- **A destroy** changes nothing in GitLab: the integration stays off, and Terraform no longer notices when somebody switches it on.
- **Inheritance**: a project that inherits the integration is switched off alone, and stays linked to the group above. The next time that the settings of the group are saved, GitLab switches the project on again, which the next plan shows. A group is switched off alone, too: the projects and groups below it that inherit from it stay on.
- **The same integration in two resources**: a plan fails if the configuration also sets the integration up in the same project or group. Resources of other workspaces, of other configurations of the provider (` + "`alias`" + `), and those that ` + "`-target`" + ` leaves out, are not visible to it.`

func newDisabled(catalog bySlug) *definition {
	spec := &Spec{
		Slug: "disabled", Title: "The integration", Category: "Rules", Notes: disabledNotes,
		Summary: "Keeps one integration of a project or group switched off.",
	}
	attributes := append(ownerAttributes(spec, replacesUnlessSame), ownerAttribute(attributeIntegration, true,
		"Name of the integration in GitLab's API, such as `discord`. It is checked against the integrations that the provider knows; another one is a warning. Changing it replaces the resource."))
	attributes[0].Description = "`projects/<project>:<integration>` or `groups/<group>:<integration>`, as configured."
	return newRule(disabled{catalog}, spec, attributeIntegration, attributes)
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
	listed, err := provider.Lists.Active(ctx, owner)
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

func (r disabled) after(before settings, active activeList, _ *ruleState) settings {
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

func (r disabled) switchesOff(prior, planned settings, slug string, _ bool) bool {
	return prior == nil && slug == r.slug(planned)
}

// left is nothing: a rule that is not kept is none in the state.
func (r disabled) left(settings, []string) settings { return nil }

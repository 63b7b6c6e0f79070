package integration

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// exclusiveType is the resource for all integrations that an owner may have.
const exclusiveType = "gitlabintegrations_exclusive"

// Attributes that only gitlabintegrations_exclusive has, beside attributeIncludeInherited.
const (
	attributeIntegrations = "integrations"
	attributeAllowNone    = "allow_none"
)

// exclusive is the policy that only some integrations may be active.
type exclusive struct{ bySlug }

const exclusiveDescription = `Allows only certain integrations in a project or group. Any other active integration is disabled.

- **A new resource**: the plan warns of the integrations that are active now and not in ` + "`integrations`" + `, and the apply disables those that are active then. GitLab clears their settings and secrets, and they cannot be restored.
- **A later plan** shows every integration that is active and not configured as a difference, such as ` + "`- \"discord\"`" + `. The apply disables what the plan has shown. The next plan shows what was enabled since.
- **A destroy** changes nothing in GitLab, and Terraform no longer detects what is enabled.
- **Set-up**: the resource sets up no integration. Those that it allows can be active or not, and have resources of their own. The plan fails if the configuration sets up what it does not allow in the same project or group. Resources of other workspaces, of other configurations of the provider (` + "`alias`" + `), and those that ` + "`-target`" + ` leaves out, are not visible to it.
- **Inheritance**: if a project inherits an integration, it is disabled in the project alone, which stays linked to the group above. The next time that the settings of the group are saved, GitLab enables it in the project again, and the next plan shows that. In a group, the resource concerns the group itself, not the projects and groups below.
- **A set that is not known while planning**, such as one that contains an attribute of a new resource: the plan cannot compare it with resources that do not change, and warns that the apply can disable integrations.
- **Failures**: the error names each integration that could not be disabled, and the state contains it. GitLab's API cannot disable ` + "`jira-cloud-app`" + `.
- **A refresh** takes one request, for the list of active integrations. All resources of a run that need the list share it.

The guide [Integration policies](../guides/compliance.md) compares the ways to forbid integrations.`

func newExclusive(catalog bySlug) *definition {
	spec := &Spec{Slug: "exclusive", Title: "the active integrations"}
	return newPolicy(exclusive{catalog}, spec, exclusiveDescription, "", exclusiveAttributes(spec))
}

func exclusiveAttributes(spec *Spec) []*tfprotov6.SchemaAttribute {
	return append(ownerAttributes(spec, replacesUnlessSame),
		&tfprotov6.SchemaAttribute{Name: attributeIntegrations, Type: setOfStrings, Required: true, DescriptionKind: tfprotov6.StringKindMarkdown,
			Description: "Names in GitLab's API of the allowed integrations, such as `jira`. The plan warns of a name that the provider does not know. " +
				"The state also contains those that are active without being allowed."},
		optionalFlag(attributeIncludeInherited, "Whether integrations with inherited settings must be allowed, too. If `false`, all of them are allowed. "+
			"GitLab before 17.3 does not return which integrations inherit, so each of them must be allowed. Default: `true`."),
		optionalFlag(attributeAllowNone, "Whether `integrations` may be empty, so that no integration is allowed. Default: `false`."))
}

// optionalFlag is a boolean with a default.
func optionalFlag(name, description string) *tfprotov6.SchemaAttribute {
	flag := search(name, description)
	flag.Computed = true
	return flag
}

func (r exclusive) validate(config values) (found []*tfprotov6.Diagnostic) {
	set := config[attributeIntegrations]
	if !isSet(set) {
		return nil
	}
	elements, path := as[[]tftypes.Value](set), tftypes.NewAttributePath().WithAttributeName(attributeIntegrations)
	if allowed := config[attributeAllowNone]; len(elements) == 0 && allowed.IsKnown() && !isTrue(allowed) {
		return []*tfprotov6.Diagnostic{errorAt(attributeIntegrations, message.NoneAllowed)}
	}
	for _, element := range elements {
		switch {
		case element.IsNull():
			found = append(found, invalid(attributeIntegrations, "must not contain null"))
		case element.IsKnown():
			found = append(found, r.bySlug.validate(path.WithElementKeyValue(element), attributeIntegrations, as[string](element))...)
		}
	}
	return found
}

func (r exclusive) complete(config values) values {
	return values{
		attributeIntegrations:     config[attributeIntegrations],
		attributeIncludeInherited: orDefault(config[attributeIncludeInherited], true),
		attributeAllowNone:        orDefault(config[attributeAllowNone], false),
	}
}

// orDefault is a boolean, or its default if it is null.
func orDefault(value tftypes.Value, otherwise bool) tftypes.Value {
	if value.IsNull() {
		return tftypes.NewValue(tftypes.Bool, otherwise)
	}
	return value
}

func (r exclusive) generate(state settings) values {
	config := values{attributeIntegrations: toValue(setOfStrings, state[attributeIntegrations])}
	if !includesInherited(state) {
		config[attributeIncludeInherited] = tftypes.NewValue(tftypes.Bool, false)
	}
	if len(allowed(state)) == 0 {
		config[attributeAllowNone] = tftypes.NewValue(tftypes.Bool, true)
	}
	return config
}

func (r exclusive) subject(object settings) message.Subject {
	return message.Subject{Title: "the active integrations", TypeName: exclusiveType, Owner: ownerOf(object)}
}

func (r exclusive) remedy() string { return message.KeepByAllowing }

func (r exclusive) find(ctx context.Context, provider *Provider, object settings) (activeList, error) {
	listed, err := provider.Lists.ActiveAtFirst(ctx, ownerOf(object))
	if err != nil {
		return nil, err
	}
	return withoutInactive(listed), nil
}

// withoutInactive leaves out what the instance does not allow any more.
func withoutInactive(listed activeList) activeList {
	active := activeList{}
	for slug, entry := range listed {
		if entry.Active() {
			active[slug] = entry
		}
	}
	return active
}

// after is the configured set with everything that is active against it, so that the
// plan shows that as a difference. An import knows no set yet.
func (r exclusive) after(before settings, active activeList, stored *policyState) settings {
	after := maps.Clone(before)
	set := slices.Clone(stored.Allowed)
	if stored.Allowed == nil && !stored.Imported {
		set = slices.Clone(allowed(before))
	}
	for slug, entry := range active {
		if !slices.Contains(set, slug) && (includesInherited(before) || !entry.Inherited()) {
			set = append(set, slug)
		}
	}
	slices.Sort(set)
	after[attributeIntegrations] = set
	if stored.Imported {
		after[attributeIncludeInherited], after[attributeAllowNone] = true, len(set) == 0
	}
	return after
}

func (r exclusive) forbids(object settings) forbids {
	set := allowed(object)
	if set == nil {
		return nil
	}
	return func(slug string, inherited bool) bool {
		return !slices.Contains(set, slug) && (includesInherited(object) || !inherited)
	}
}

// allowed are the integrations that a policy allows; nil if they are not known yet.
func allowed(object settings) []string {
	set, _ := object[attributeIntegrations].([]string)
	return set
}

func includesInherited(object settings) bool { return object[attributeIncludeInherited] != false }

func (r exclusive) appliesAnew(prior, planned settings) bool {
	return prior == nil || !includesInherited(prior) && includesInherited(planned)
}

// disables is about what the plan has shown: all that is active of a new policy, and
// else what the state has and the plan has not.
func (r exclusive) disables(prior, planned settings, slug string, inherited bool) bool {
	forbidden := r.forbids(planned)
	if forbidden == nil || !forbidden(slug, inherited) {
		return false
	}
	return prior == nil || slices.Contains(allowed(prior), slug) || inherited && r.appliesAnew(prior, planned)
}

func (r exclusive) left(planned settings, remaining []string) settings {
	left := maps.Clone(planned)
	set := slices.Concat(allowed(planned), remaining)
	slices.Sort(set)
	left[attributeIntegrations] = set
	return left
}

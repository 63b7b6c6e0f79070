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

// exclusive is the rule that only some integrations may be active.
type exclusive struct{ bySlug }

const exclusiveNotes = `- **A new resource** applies the rule: the plan warns of the integrations that are active now and not in the set, and the apply switches off those that are active then. That clears their settings and secrets in GitLab, and nobody can bring them back.
- **A later plan** shows every integration that is active and not in the set as a difference, such as ` + "`- \"discord\"`" + `. The apply switches off what the plan has shown. What was switched on after the plan is shown by the next one.
- **A destroy** changes nothing in GitLab, and Terraform no longer notices what is switched on.
- **The resource sets up nothing.** An integration in the set may be active, or not. Set it up with its own resource. A plan fails if a resource sets up what the set of the same project or group does not have. Resources of other workspaces, of other configurations of the provider (` + "`alias`" + `), and those that ` + "`-target`" + ` leaves out, are not visible to it.
- **Inheritance**: a project that inherits an integration is switched off alone, and stays linked to the group above. The next time that the settings of the group are saved, GitLab switches the project on again, which the next plan shows. The resource of a group is about the group itself, and not about the projects and groups below it.
- **What cannot be switched off** is an error that names it, and stays in the state. GitLab's API cannot switch off ` + "`jira-cloud-app`" + `.
- **A refresh** takes one request, for the list of active integrations. Everything in a run that needs the list shares it.`

func newExclusive(catalog bySlug) *definition {
	spec := &Spec{
		Slug: "exclusive", Title: "the active integrations", Category: "Rules", Notes: exclusiveNotes,
		Summary: "Allows a project or group to have some integrations and no others: whatever else is active is switched off.",
	}
	attributes := append(ownerAttributes(spec, replacesUnlessSame),
		&tfprotov6.SchemaAttribute{Name: attributeIntegrations, Type: setOfStrings, Required: true, DescriptionKind: tfprotov6.StringKindMarkdown,
			Description: "Names in GitLab's API of the integrations that may be active, such as `jira`. They are checked against the integrations that the provider knows; others are a warning. " +
				"In the state are also those that are active without being allowed."},
		optionalFlag(attributeIncludeInherited, "Whether integrations with the settings of a group above or of the instance count, too. "+
			"If `false`, they may be active. GitLab before 17.3 does not tell which those are, and all count. Default: `true`."),
		optionalFlag(attributeAllowNone, "Whether `integrations` may be empty, so that nothing may be active. Default: `false`."))
	return newRule(exclusive{catalog}, spec, "", attributes)
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
	listed, err := provider.Lists.Active(ctx, ownerOf(object))
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
func (r exclusive) after(before settings, active activeList, stored *ruleState) settings {
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

// allowed are the integrations that a rule allows; nil if they are not known yet.
func allowed(object settings) []string {
	set, _ := object[attributeIntegrations].([]string)
	return set
}

func includesInherited(object settings) bool { return object[attributeIncludeInherited] != false }

func (r exclusive) appliesAnew(prior, planned settings) bool {
	return prior == nil || !includesInherited(prior) && includesInherited(planned)
}

// switchesOff is about what the plan has shown: all that is active of a new rule, and
// else what the state has and the plan has not.
func (r exclusive) switchesOff(prior, planned settings, slug string, inherited bool) bool {
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

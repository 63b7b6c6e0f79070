package integration

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// inheritanceWarnings are about consequences of inheritance that a plan does not
// show. Prior is nil for a new resource. The CLI shows the warnings of the first plan
// of a replacement, which has the prior state, and not those of the second.
func (d *definition) inheritanceWarnings(prior, planned values, replaces bool) (found []*tfprotov6.Diagnostic) {
	if replaces {
		found = d.planDestroy(prior)
	}
	owner := plannedOwner(planned)
	begins := prior == nil || replaces || !isTrue(prior[attributeInherited])
	if owner.Kind == client.GroupKind && begins && isTrue(planned[attributeInherited]) {
		diagnostic := warningOf(d.inPlan(planned).subject(owner).CopiedLater())
		diagnostic.Attribute = tftypes.NewAttributePath().WithAttributeName(attributeInherited)
		found = append(found, diagnostic)
	}
	return found
}

// planDestroy warns of integrations that stay active after a destroy, and of
// integrations that Terraform cannot create again.
func (d *definition) planDestroy(prior values) (found []*tfprotov6.Diagnostic) {
	if prior == nil {
		return nil
	}
	owner, custom := plannedOwner(prior), d.inPlan(prior)
	subject := custom.subject(owner)
	if install := custom.lostInstall(isTrue(prior[attributeInherited])); install != "" {
		found = append(found, warningOf(subject.NotRestorable(install)))
	}
	switch {
	case d.Undeletable:
		found = append(found, warningOf(subject.StaysActive()))
	case isTrue(prior[attributeInherited]):
		found = append(found, warningOf(subject.EnabledAgain()))
	case owner.Kind == client.GroupKind:
		found = append(found, warningOf(subject.InheritedStaysActive()))
	}
	return found
}

// lostInstall says how to install an integration again that a destroy disables; "" if
// an apply can create it again. An integration that inherits its settings is not
// lost.
func (d *definition) lostInstall(inherits bool) string {
	app := d
	if d.isCustom() {
		app = d.known[d.Slug]
	}
	if app == nil || app.Undeletable || inherits {
		return ""
	}
	return app.Install
}

// warnsOfLoss reports whether planDestroy warns of an integration that Terraform
// cannot create again.
func (d *definition) warnsOfLoss(prior values) bool {
	return prior != nil && d.inPlan(prior).lostInstall(isTrue(prior[attributeInherited])) != ""
}

// inPlan returns the definition of the custom integration in a state or plan. Of any
// other resource, it returns the definition itself.
func (d *definition) inPlan(attributes values) *definition {
	switch slug := attributes[attributeSlug]; {
	case !d.isCustom():
		return d
	case !isSet(slug):
		custom := d.ofSlug(nil)
		custom.Title = "The integration"
		return custom
	default:
		return d.ofSlug(settings{attributeSlug: as[string](slug)})
	}
}

// plannedOwner returns the owner in a state or plan. Its ID is "" if it is not known
// yet.
func plannedOwner(attributes values) client.Owner {
	for _, kind := range []client.Kind{client.ProjectKind, client.GroupKind} {
		value, exists := attributes[string(kind)]
		switch {
		case !exists || value.IsNull():
		case !value.IsKnown():
			return client.Owner{Kind: kind}
		default:
			return client.Owner{Kind: kind, ID: as[string](value)}
		}
	}
	return client.Owner{}
}

// isTrue reports whether a boolean is known to be true.
func isTrue(value tftypes.Value) bool { return isSet(value) && as[bool](value) }

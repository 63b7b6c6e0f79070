package integration

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// Versions are the first and the last version of GitLab that have an integration or a
// setting, such as "17.11"; "" if there is no bound or it is not known.
type Versions struct{ Since, Until string }

// versionsOfInheritance and versionsOfGroups are the versions whose API has the
// parameter use_inherited_settings and integrations of groups
// (doc/api/project_integrations.md and group_integrations.md in GitLab 18.9).
var (
	versionsOfInheritance = Versions{Since: "17.2"}
	versionsOfGroups      = Versions{Since: "17.9"}
)

// lacking returns why a version is not in the range; nil if it is.
func (v Versions) lacking(running version.Version) *message.Lack {
	since, hasSince := version.Parse(v.Since)
	until, hasUntil := version.Parse(v.Until)
	switch {
	case hasSince && running.Before(since):
		return &message.Lack{Since: since.String(), Running: running.String()}
	case hasUntil && until.Before(running):
		return &message.Lack{Until: until.String(), Running: running.String()}
	default:
		return nil
	}
}

// String returns the range of versions, such as "18.9 and later"; empty for all.
func (v Versions) String() string { return version.Range(v.Since, v.Until) }

// bound is a part of a configuration that only some versions of GitLab have.
type bound struct {
	// attribute is where it is configured; "" for the whole resource.
	attribute, name string
	Versions
	// worthAsking reports whether to request GitLab's version. It is false if
	// GitLab's own refusal is clear, or if GitLab has accepted it before.
	worthAsking bool
}

// bounds returns the configured parts that only some versions of GitLab have.
func (d *definition) bounds(config, prior values) []bound {
	var list []bound
	if d.Versions != (Versions{}) {
		list = append(list, bound{"", d.Title, d.Versions, d.Until != ""})
	}
	if value, exists := config[attributeGroup]; exists && !value.IsNull() {
		list = append(list, bound{attributeGroup, "`group`", versionsOfGroups, false})
	}
	if inherits := config[attributeInherited]; isSet(inherits) && as[bool](inherits) {
		list = append(list, bound{attributeInherited, "`" + attributeInherited + "`", versionsOfInheritance, !inherits.Equal(prior[attributeInherited])})
	}
	for i := range d.Parameters {
		p := &d.Parameters[i]
		for _, name := range p.attributes() {
			taken := p.taken(name, config, prior)
			if p.Versions != (Versions{}) && !config[name].IsNull() && (p.Until != "" || !taken) {
				list = append(list, bound{name, "`" + name + "`", p.Versions, true})
			}
		}
	}
	return list
}

// taken reports whether GitLab already has the configured value. For a write-only
// value, the state only contains the version.
func (p *Parameter) taken(name string, config, prior values) bool {
	if p.Secret && name == p.writeOnly() {
		return isSet(prior[p.writeOnlyVersion()])
	}
	return config[name].Equal(prior[name])
}

// validateVersions refuses what this GitLab does not have. It asks GitLab for its
// version only if necessary.
func (s *Server) validateVersions(ctx context.Context, d *definition, config, prior values) (found []*tfprotov6.Diagnostic) {
	bounds := d.bounds(config, prior)
	if len(bounds) == 0 {
		return nil
	}
	provider := s.provider()
	if provider == nil {
		return nil
	}
	running, known := provider.Client.CachedVersion()
	if !known && slices.ContainsFunc(bounds, func(b bound) bool { return b.worthAsking }) {
		running, known = provider.Client.Version(ctx)
	}
	for _, b := range bounds {
		if lack := b.lacking(running); known && lack != nil {
			found = append(found, b.missing(*lack))
		}
	}
	return found
}

// missing is the error of a part that this GitLab does not have.
func (b bound) missing(lack message.Lack) *tfprotov6.Diagnostic {
	text := message.Missing(b.name, lack)
	if b.attribute == "" {
		return errorOf(text)
	}
	return errorAt(b.attribute, text)
}

// lacks reports whether this GitLab is known not to have a setting.
func (op *applyOperation) lacks(p *Parameter) bool {
	if p.Versions == (Versions{}) {
		return false
	}
	running, known := op.provider.Client.CachedVersion()
	return known && p.lacking(running) != nil
}

// lacks does the same, and requests GitLab's version if necessary.
func (p *Provider) lacks(ctx context.Context, setting *Parameter) bool {
	if setting.Versions == (Versions{}) {
		return false
	}
	running, known := p.Client.Version(ctx)
	return known && setting.lacking(running) != nil
}

package integration

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ValidateListResourceConfig validates a `list` block without requests to GitLab.
// Terraform 1.14 and 1.15 do not pass on the argument include_resource, so
// ListResource checks it again.
func (s *Server) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (resp *tfprotov6.ValidateListResourceConfigResponse, err error) {
	resp = &tfprotov6.ValidateListResourceConfigResponse{}
	guard(&resp.Diagnostics, func() {
		list, ok := s.lists[req.TypeName]
		if !ok {
			if inner, serves := s.ProviderServer.(tfprotov6.ListResourceServer); serves {
				resp, err = inner.ValidateListResourceConfig(ctx, req)
			} else {
				resp.Diagnostics = []*tfprotov6.Diagnostic{unknownList(req.TypeName)}
			}
			return
		}
		config := list.values(req.Config)
		resp.Diagnostics = slices.Concat(ValidateSearch(config), validateAllSlugs(config, isTrueArgument(req.IncludeResourceObject)))
	})
	return resp, err
}

// ValidateSearch validates the attributes of a search for integrations: exactly one
// of project and group, and no filter of groups beside a project.
func ValidateSearch(config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	found := ValidateOwner(config)
	if !isSet(config[attributeProject]) {
		return found
	}
	for _, name := range []string{attributeIncludeSubgroups, attributeIncludeArchived} {
		if isSet(config[name]) {
			found = append(found, errorAt(name, message.FilterOfGroups(name)))
		}
	}
	return found
}

// validateAllSlugs refuses a list of all integrations together with the resources,
// because two types would then describe the same integration.
func validateAllSlugs(config values, resources bool) []*tfprotov6.Diagnostic {
	if !resources || !isTrue(config[attributeAllSlugs]) {
		return nil
	}
	return []*tfprotov6.Diagnostic{errorAt(attributeAllSlugs, message.OverviewWithResources())}
}

// isTrueArgument reports whether an argument of a `list` block is known to be true.
func isTrueArgument(argument *tfprotov6.DynamicValue) bool {
	if argument == nil {
		return false
	}
	value, err := argument.Unmarshal(tftypes.Bool)
	return err == nil && isTrue(value)
}

func unknownList(typeName string) *tfprotov6.Diagnostic {
	return errorOf(message.UnknownList(typeName))
}

// searched returns the search of a `list` block.
func (d *definition) searched(config settings) discovery.Query {
	subgroups, isSet := config[attributeIncludeSubgroups].(bool)
	query := discovery.Query{
		Owner:     ownerOf(config),
		Subgroups: subgroups || !isSet,
		Archived:  config[attributeIncludeArchived] == true,
		Inherited: config[attributeIncludeInherited] == true,
	}
	if d.isCustom() {
		if config[attributeAllSlugs] != true {
			query.Except = d.typedSlugs()
		}
		return query
	}
	query.Slugs = []string{d.Slug}
	for _, kind := range []client.Kind{client.GroupKind, client.ProjectKind} {
		if d.Exists(kind) {
			query.Kinds = append(query.Kinds, kind)
		}
	}
	return query
}

// typedSlugs are the slugs of integrations with a resource type of their own, by the
// kind of owner.
func (d *definition) typedSlugs() map[client.Kind][]string {
	typed := map[client.Kind][]string{}
	for slug, known := range d.known {
		for _, kind := range []client.Kind{client.GroupKind, client.ProjectKind} {
			if known.Exists(kind) {
				typed[kind] = append(typed[kind], slug)
			}
		}
	}
	return typed
}

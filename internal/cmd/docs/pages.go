package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// Kinds of pages, as tfplugindocs names their folders.
const (
	resources     = "resources"
	dataSources   = "data-sources"
	listResources = "list-resources"
)

// page is the page of a resource, data source or list resource.
type page struct {
	kind, typeName string
	schema         *tfprotov6.Schema
	// integration is nil for a page that is not about a single integration.
	integration *catalog.Integration
}

// writePages writes the template of each page into a folder that has the shared
// template of each kind, such as resources.md.tmpl.
func writePages(folder string, integrations []catalog.Integration, served *tfprotov6.GetProviderSchemaResponse) error {
	byType := map[string]*catalog.Integration{}
	for n := range integrations {
		byType[integrations[n].TypeName()] = &integrations[n]
	}
	for kind, schemas := range map[string]map[string]*tfprotov6.Schema{
		resources: served.ResourceSchemas, dataSources: served.DataSourceSchemas, listResources: served.ListResourceSchemas,
	} {
		shared, err := os.ReadFile(filepath.Join(folder, kind+".md.tmpl"))
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(folder, kind), 0o755); err != nil {
			return err
		}
		for name, schema := range schemas {
			p := page{kind, name, schema, byType[name]}
			if err := os.WriteFile(filepath.Join(folder, kind, p.fileName()), []byte(p.definitions()+string(shared)), 0o600); err != nil {
				return err
			}
		}
	}
	return nil
}

// fileName is the name that tfplugindocs expects for the template of one page.
func (p page) fileName() string {
	return strings.TrimPrefix(p.typeName, "gitlabintegrations_") + ".md.tmpl"
}

// definitions are the parts of the page that the shared template includes, each as the
// definition of a template.
func (p page) definitions() string {
	parts := []struct{ name, text string }{
		{"subcategory", p.subcategory()},
		{"availability", p.fact(availability)},
		{"reading", p.reading()},
		{"examples", p.examples()},
		{"settings", literally(p.settings())},
		{"limits", p.fact(limits)},
		{"ignored", p.fact(ignored)},
		{"destroy", p.destroy()},
	}
	var text strings.Builder
	for _, part := range parts {
		fmt.Fprintf(&text, "{{- define %q }}%s{{ end -}}\n", part.name, part.text)
	}
	return text.String()
}

func (p page) subcategory() string {
	switch {
	case p.integration != nil:
		return p.integration.Category
	case p.isPolicy():
		return "Compliance"
	default:
		return "Any integration"
	}
}

// isPolicy reports whether the page is about a resource that sets up no integration, but
// disables those that are not allowed.
func (p page) isPolicy() bool {
	return slices.Contains([]string{"gitlabintegrations_disabled", "gitlabintegrations_exclusive"}, p.typeName)
}

// reading says what the data source of an integration returns.
func (p page) reading() string {
	if p.kind != dataSources || p.integration == nil {
		return ""
	}
	return "\n\nThe data source returns no secrets. If the integration is disabled, `active` is `false`. If it was never set up, the data source fails. " +
		"[`gitlabintegrations_active`](active.md) lists the active integrations."
}

// destroy says what destroying the resource does in GitLab. The descriptions of policies
// say it themselves.
func (p page) destroy() string {
	switch {
	case p.kind != resources || p.isPolicy():
		return ""
	case p.integration == nil:
		return destroy(catalog.Integration{Scopes: []string{catalog.Project, catalog.Group}})
	default:
		return p.fact(destroy)
	}
}

// fact returns a part of the page that depends only on the catalog.
func (p page) fact(text func(catalog.Integration) string) string {
	if p.integration == nil {
		return ""
	}
	return literally(text(*p.integration))
}

// examples are the examples of a resource, each under a heading.
func (p page) examples() string {
	if p.integration == nil || p.kind != resources {
		return "{{ range .ExampleFiles }}\n{{ tffile . }}\n{{ end }}"
	}
	return `{{ range .ExampleFiles }}
{{ if gt (len (split . "/resource.tf")) 1 }}### Minimal
{{- else if gt (len (split . "/resource_full.tf")) 1 }}### All settings
{{- else }}### Default of a group, and a project that inherits it
{{- end }}

{{ tffile . }}
{{ end }}`
}

// literally escapes a text so that a template does not interpret it.
func literally(text string) string { return strings.ReplaceAll(text, "{{", `{{"{{"}}`) }

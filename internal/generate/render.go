package main

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"path"
	"strings"
	"text/tabwriter"
	"text/template"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

//go:embed templates
var sources embed.FS

var templates = template.Must(template.New("").
	Funcs(template.FuncMap{"bounds": bounds, "condition": condition, "goName": goName, "goVariable": goVariable, "hcl": hcl, "join": strings.Join, "literal": literal}).
	ParseFS(sources, "templates/*.tmpl"))

// output is one file to generate, with its template and data.
type output struct {
	path, template string
	data           any
}

// declarations are the data of all_gen.go.
type declarations struct {
	Integrations []catalog.Integration
	EventFlags   []catalog.EventFlag
}

// render generates all files, by their paths in the repository.
func render(integrations []catalog.Integration) (map[string][]byte, error) {
	outputs := []output{
		{"internal/resources/all_gen.go", "all.go.tmpl", declarations{integrations, catalog.EventFlags}},
		{coverageGuide, "coverage.md.tmpl", newCoverage(integrations)},
	}
	for _, i := range integrations {
		outputs = append(outputs, integration{i}.outputs()...)
	}
	files := map[string][]byte{}
	for _, o := range outputs {
		content, err := o.render()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.path, err)
		}
		files[o.path] = content
	}
	return files, nil
}

func (i integration) outputs() []output {
	resource := "examples/resources/" + i.TypeName()
	list := []output{
		{"internal/resources/" + strings.Join(words(i.Slug), "_") + "_gen.go", "integration.go.tmpl", i},
		{resource + "/resource.tf", "resource.tf.tmpl", i},
		{resource + "/import.sh", "import.sh.tmpl", i},
		{resource + "/import-by-string-id.tf", "import-by-string-id.tf.tmpl", i},
		// The file does not have the name that tfplugindocs expects: tfplugindocs
		// would require the identity in the schema too, which the CLI that generates
		// the documentation does not return.
		{resource + "/import_by_identity.tf", "import_by_identity.tf.tmpl", i},
		{"examples/data-sources/" + i.TypeName() + "/data-source.tf", "data-source.tf.tmpl", i},
		{"examples/mocks/" + i.TypeName() + ".tfmock.hcl", "mock.tfmock.hcl.tmpl", i},
		{"examples/list-resources/" + i.TypeName() + "/list-resource.tfquery.hcl", "list-resource.tfquery.hcl.tmpl", i},
	}
	if len(i.Additional()) > 0 {
		list = append(list, output{resource + "/resource_full.tf", "resource_full.tf.tmpl", i})
	}
	if len(i.Owners()) > 1 {
		list = append(list, output{resource + "/resource_inherited.tf", "resource_inherited.tf.tmpl", i})
	}
	return list
}

func (o output) render() ([]byte, error) {
	var content bytes.Buffer
	if err := templates.ExecuteTemplate(&content, o.template, o.data); err != nil {
		return nil, err
	}
	switch path.Ext(o.path) {
	case ".go":
		return format.Source(content.Bytes())
	case ".tf", ".hcl":
		return align(content.Bytes())
	default:
		return content.Bytes(), nil
	}
}

// align does what terraform fmt does: it aligns the equals signs of successive lines.
// The templates have a tab before each of them.
func align(content []byte) ([]byte, error) {
	var aligned bytes.Buffer
	columns := tabwriter.NewWriter(&aligned, 0, 0, 1, ' ', 0)
	if _, err := columns.Write(content); err != nil {
		return nil, err
	}
	err := columns.Flush()
	return aligned.Bytes(), err
}

package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// apiPath matches the path of the endpoint that sets up an integration.
var apiPath = regexp.MustCompile(`/(project|group)s/\{id\}/(integrations|services)/([\w-]+)$`)

// openAPIFile is the part of an OpenAPI file that the comparison needs.
type openAPIFile struct {
	Paths map[string]struct {
		Put *operation `yaml:"put"`
	} `yaml:"paths"`
	// A $ref refers to Components in version 3 of OpenAPI, and to Definitions in
	// version 2.
	Components struct {
		Schemas map[string]yaml.Node `yaml:"schemas"`
	} `yaml:"components"`
	Definitions map[string]yaml.Node `yaml:"definitions"`
}

// operation is an endpoint. The schema of the request body is in RequestBody in
// version 3 of OpenAPI, and in Parameters in version 2.
type operation struct {
	RequestBody struct {
		Content map[string]struct {
			Schema yaml.Node `yaml:"schema"`
		} `yaml:"content"`
	} `yaml:"requestBody"`
	Parameters []struct {
		In     string    `yaml:"in"`
		Schema yaml.Node `yaml:"schema"`
	} `yaml:"parameters"`
}

// schema is the schema of a request body or of a parameter.
type schema struct {
	Ref        string               `yaml:"$ref"`
	Type       string               `yaml:"type"`
	Deprecated bool                 `yaml:"deprecated"`
	Properties map[string]yaml.Node `yaml:"properties"`
	Required   []string             `yaml:"required"`
}

// readOpenAPI reads the bodies of all PUT requests to integrations.
func (d document) readOpenAPI(content []byte) error {
	var file openAPIFile
	if err := yaml.Unmarshal(content, &file); err != nil {
		return err
	}
	for path, item := range file.Paths {
		match := apiPath.FindStringSubmatch(path)
		if match == nil || item.Put == nil {
			continue
		}
		if err := file.readBodies(item.Put, d.at(route{match[1], match[2]}, match[3])); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

func (f openAPIFile) readBodies(put *operation, into parameters) error {
	for _, body := range put.bodies() {
		object, err := f.schema(body)
		if err != nil {
			return err
		}
		for name, node := range object.Properties {
			property, err := f.schema(node)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			into[name] = parameter{
				typ:        catalogType(property.Type),
				demand:     demand(slices.Contains(object.Required, name)),
				deprecated: property.Deprecated,
			}
		}
	}
	return nil
}

func (o *operation) bodies() []yaml.Node {
	var bodies []yaml.Node
	for content := range maps.Values(o.RequestBody.Content) {
		bodies = append(bodies, content.Schema)
	}
	for _, p := range o.Parameters {
		if p.In == "body" {
			bodies = append(bodies, p.Schema)
		}
	}
	return bodies
}

// schema decodes a schema, and follows its $ref.
func (f openAPIFile) schema(node yaml.Node) (schema, error) {
	var s schema
	if err := node.Decode(&s); err != nil || s.Ref == "" {
		return s, err
	}
	name := s.Ref[strings.LastIndex(s.Ref, "/")+1:]
	target, found := f.Components.Schemas[name]
	if !found {
		target, found = f.Definitions[name]
	}
	if !found {
		return s, fmt.Errorf("%s does not exist", s.Ref)
	}
	return f.schema(target)
}

func demand(required bool) string {
	if required {
		return catalog.Required
	}
	return catalog.Optional
}

package main

import (
	"encoding/json"
	"errors"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// addLists adds the schemas of the list resources to a file that
// `terraform providers schema -json` has printed: before Terraform 1.14 the CLI does
// not print them, and OpenTofu never does.
func addLists(name string, lists map[string]*tfprotov6.Schema) error {
	printed, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	completed, err := withLists(printed, lists)
	if err != nil {
		return err
	}
	return os.WriteFile(name, completed, 0o600)
}

var errNoProvider = errors.New("the file holds no schema of exactly one provider")

// withLists adds list resources to the schemas of the one provider in a file.
func withLists(printed []byte, lists map[string]*tfprotov6.Schema) ([]byte, error) {
	var file struct {
		FormatVersion string                    `json:"format_version"`
		Providers     map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(printed, &file); err != nil {
		return nil, err
	}
	if len(file.Providers) != 1 {
		return nil, errNoProvider
	}
	converted := map[string]any{}
	for name, schema := range lists {
		converted[name] = map[string]any{"version": schema.Version, "block": block(schema.Block)}
	}
	for _, schemas := range file.Providers {
		schemas["list_resource_schemas"] = converted
	}
	return json.Marshal(file)
}

// block is a block in the format of the file.
func block(b *tfprotov6.SchemaBlock) map[string]any {
	attributes := map[string]any{}
	for _, a := range b.Attributes {
		attributes[a.Name] = map[string]any{
			"type": json.RawMessage(typeOf(a)), "description": a.Description, "description_kind": "markdown",
			"required": a.Required, "optional": a.Optional,
		}
	}
	return map[string]any{"attributes": attributes, "description": b.Description, "description_kind": "markdown"}
}

// typeOf is the type of an attribute as JSON.
func typeOf(a *tfprotov6.SchemaAttribute) []byte {
	text, err := a.Type.MarshalJSON() //nolint:staticcheck // There is no other way to write a type.
	if err != nil {
		panic(err) // Each attribute belongs to a schema.
	}
	return text
}

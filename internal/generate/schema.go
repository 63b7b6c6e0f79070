package main

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
)

// schemaFile is the catalog's schema for editors, which is written by hand except for
// the formats.
const schemaFile = "internal/catalog/schema.json"

// formatsInSchema matches the formats in the schema, with their descriptions for
// editors.
var formatsInSchema = regexp.MustCompile(`(?s)("format": \{\s+"description": "[^"]*",\s+"type": "string",).*?(\n {8}\})`)

// writeFormats writes the formats of package check to the schema.
func writeFormats(tree *os.Root) error {
	schema, err := tree.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	changed, err := withFormats(schema)
	if err != nil {
		return err
	}
	return tree.WriteFile(schemaFile, changed, 0o644)
}

// withFormats returns the schema with the current formats.
func withFormats(schema []byte) ([]byte, error) {
	if !formatsInSchema.Match(schema) {
		return nil, errors.New(schemaFile + " has no place for the formats")
	}
	var names, texts []string
	for _, format := range check.Formats {
		names = append(names, format.Name)
		texts = append(texts, format.Accepts)
	}
	list := "\n          " + `"enum": ` + jsonList(names) + ",\n          " + `"enumDescriptions": ` + jsonList(texts)
	return formatsInSchema.ReplaceAll(schema, []byte("${1}"+list+"${2}")), nil
}

// jsonList encodes a list with an indentation of ten spaces.
func jsonList(texts []string) string {
	list, err := json.MarshalIndent(texts, "          ", "  ")
	if err != nil {
		panic(err)
	}
	return string(list)
}

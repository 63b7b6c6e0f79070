// Package compatibility finds out what a change of the provider would break for its
// users. It knows two things of each release: its schema, and states that it wrote.
//
// testdata/schema.txt is the schema of this tree, which "make generate" writes, and
// testdata/released.txt that of the last release. What differs between them in a way that
// breaks a configuration or a state fails the tests, unless testdata/breaking.txt lists it.
// testdata/states has the states of each release. The tests load them, and expect that
// reading and planning them changes nothing.
//
// internal/cmd/baseline writes these files.
package compatibility

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Schema is everything that a configuration can contain or refer to, and what is
// stored in a state, by a heading such as "resource gitlabintegrations_slack".
type Schema map[string]Section

// Section is the schema of the provider's configuration, a resource, a data source, a
// list resource or an identity.
type Section struct {
	// Version is that of the schema.
	Version int64
	// Attributes are the attributes and blocks, by their names. A nested one has the names
	// of those around it in front, with dots.
	Attributes map[string]Attribute
}

// Attribute is one attribute or block.
type Attribute struct {
	// Type is the type in the notation of Terraform, without spaces, such as
	// "set(string)". That of nested attributes is "nested(list)", that of a block
	// "block(list,0,1)" with the allowed number of blocks.
	Type string
	// Required, Optional and Computed say who sets the attribute. In an identity, the
	// first two are about an import.
	Required, Optional, Computed bool
	// Sensitive values are not shown.
	Sensitive bool
	// WriteOnly values are in no state.
	WriteOnly bool
	// Deprecated attributes have a warning.
	Deprecated bool
	// Variable is the environment variable that is used without configuration; empty for
	// none.
	Variable string
	// Default is the value without configuration as JSON, or as its description says; empty
	// for none.
	Default string
}

// configurable reports whether a configuration may contain the attribute.
func (a Attribute) configurable() bool { return a.Required || a.Optional }

// flags returns the properties of the attribute with the words for them.
func (a *Attribute) flags() []flag {
	return []flag{
		{"required", &a.Required}, {"optional", &a.Optional}, {"computed", &a.Computed},
		{"sensitive", &a.Sensitive}, {"write-only", &a.WriteOnly}, {"deprecated", &a.Deprecated},
	}
}

type flag struct {
	word string
	set  *bool
}

const (
	defaultMark  = "default="
	variableMark = "variable="
)

// String returns the attribute without its name, as in a line of a schema.
func (a Attribute) String() string {
	words := []string{a.Type}
	for _, f := range a.flags() {
		if *f.set {
			words = append(words, f.word)
		}
	}
	if a.Variable != "" {
		words = append(words, variableMark+a.Variable)
	}
	if a.Default != "" {
		words = append(words, defaultMark+a.Default)
	}
	return strings.Join(words, " ")
}

// String returns the schema as a text with a line for each attribute, below the heading
// and the version of its section.
func (s Schema) String() string {
	var text strings.Builder
	for _, heading := range slices.Sorted(maps.Keys(s)) {
		section := s[heading]
		fmt.Fprintf(&text, "%s, version %d\n", heading, section.Version)
		for _, name := range slices.Sorted(maps.Keys(section.Attributes)) {
			fmt.Fprintf(&text, "  %s %s\n", name, section.Attributes[name])
		}
	}
	return text.String()
}

// Parse reads what String has written. Lines that begin with "#" are comments.
func Parse(text string) (Schema, error) {
	schema, heading := Schema{}, ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		indented, isAttribute := strings.CutPrefix(line, "  ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case isAttribute && heading == "":
			return nil, fmt.Errorf("the line %q is below no heading", line)
		case isAttribute:
			name, attribute, err := parseAttribute(indented)
			if err != nil {
				return nil, err
			}
			schema[heading].Attributes[name] = attribute
		default:
			var version int64
			before, after, _ := strings.Cut(line, ", ")
			if _, err := fmt.Sscanf(after, "version %d", &version); err != nil {
				return nil, fmt.Errorf("the heading %q has no version: %w", line, err)
			}
			heading = before
			schema[heading] = Section{version, map[string]Attribute{}}
		}
	}
	return schema, nil
}

func parseAttribute(line string) (name string, a Attribute, err error) {
	line, a.Default, _ = strings.Cut(line, " "+defaultMark)
	words := strings.Fields(line)
	if len(words) < 2 {
		return "", a, fmt.Errorf("the line %q has no type", line)
	}
	name, a.Type = words[0], words[1]
	for _, word := range words[2:] {
		if variable, isVariable := strings.CutPrefix(word, variableMark); isVariable {
			a.Variable = variable
			continue
		}
		at := slices.IndexFunc(a.flags(), func(f flag) bool { return f.word == word })
		if at < 0 {
			return "", a, fmt.Errorf("the line %q has the unknown word %q", line, word)
		}
		*a.flags()[at].set = true
	}
	return name, a, nil
}

// Only returns the sections that the types of a provider have, and that of the provider
// itself.
func (s Schema) Only(isType func(typeName string) bool) Schema {
	kept := maps.Clone(s)
	maps.DeleteFunc(kept, func(heading string, _ Section) bool {
		_, typeName, _ := strings.Cut(heading, " ")
		return typeName != "" && !isType(typeName)
	})
	return kept
}

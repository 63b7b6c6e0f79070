// Package compatibility detects changes of the provider that would break its users'
// configurations and states. For each release, it has the states that the release
// wrote, and for the last one its schema.
//
// "make generate" writes the schema of this tree to testdata/schema.txt, and
// testdata/released.txt is the schema of the last release. A breaking difference between
// them fails the tests, unless testdata/breaking.txt lists it. testdata/states contains the
// states of each release. The tests load them and check that refresh and plan do not
// change anything.
//
// internal/cmd/baseline writes these files.
package compatibility

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Schema is everything that a configuration can contain or refer to and that a state
// can store, by headings such as "resource gitlabintegrations_slack".
type Schema map[string]Section

// Section is the schema of the provider's configuration, a resource, a data source, a
// list resource or an identity.
type Section struct {
	// Version is the version of the schema.
	Version int64
	// Attributes are the attributes and blocks by name. The name of a nested one begins
	// with the names of its parents, separated by dots.
	Attributes map[string]Attribute
}

// Attribute is one attribute or block.
type Attribute struct {
	// Type is the type in Terraform's notation, without spaces, such as "set(string)".
	// Nested attributes have the type "nested(list)", and blocks have "block(list,0,1)"
	// with the allowed number of blocks.
	Type string
	// Required, Optional and Computed are the attribute's flags. In an identity, the
	// first two apply to imports.
	Required, Optional, Computed bool
	// Sensitive values are hidden in plans.
	Sensitive bool
	// WriteOnly values are not stored in the state.
	WriteOnly bool
	// Deprecated attributes cause a warning.
	Deprecated bool
	// Variable is the environment variable that is read if the attribute is not
	// configured, or empty.
	Variable string
	// Default is the value of an attribute that is not configured, as JSON or as in its
	// description; empty if there is none.
	Default string
}

// configurable reports whether a configuration may contain the attribute.
func (a Attribute) configurable() bool { return a.Required || a.Optional }

// flags returns the properties of the attribute and the words for them.
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

// String returns the attribute without its name, in the notation of a schema file.
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

// String returns the schema as text. Each section has a heading with its version, and a
// line for each attribute.
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

// Parse parses the result of String. Lines that begin with "#" are comments.
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

// Only returns the sections of these types, and the section of the provider.
func (s Schema) Only(isType func(typeName string) bool) Schema {
	kept := maps.Clone(s)
	maps.DeleteFunc(kept, func(heading string, _ Section) bool {
		_, typeName, _ := strings.Cut(heading, " ")
		return typeName != "" && !isType(typeName)
	})
	return kept
}

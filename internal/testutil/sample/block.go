package sample

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Expression is an expression that a configuration contains as it is.
type Expression string

// Block returns a block of a configuration. The attributes are strings, booleans,
// numbers, lists of strings or Expressions. Attributes that are nil are left out.
func Block(header string, attributes map[string]any) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s {\n", header)
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if attributes[name] != nil {
			fmt.Fprintf(&text, "  %s = %s\n", name, Literal(attributes[name]))
		}
	}
	return text.String() + "}\n"
}

// Literal returns a value in the syntax of a configuration.
func Literal(value any) string {
	switch value := value.(type) {
	case string:
		return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(value))
	case []string:
		elements := make([]string, len(value))
		for i, element := range value {
			elements[i] = Literal(element)
		}
		return "[" + strings.Join(elements, ", ") + "]"
	default:
		return fmt.Sprint(value)
	}
}

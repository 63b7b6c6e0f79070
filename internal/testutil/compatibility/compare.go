package compatibility

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Break is a change of the schema that breaks users' configurations or states.
type Break struct {
	// What describes the change and where it is, such as "resource
	// gitlabintegrations_slack: webhook is gone".
	What string
	// Remedy describes how to achieve the same without breaking anything.
	Remedy string
}

// String returns the message for the developer.
func (b Break) String() string { return "breaking change: " + b.What + ". " + b.Remedy }

// Breaks compares the schema of a release with the current one.
func Breaks(released, current Schema) (found []Break) {
	for _, heading := range slices.Sorted(maps.Keys(released)) {
		section, exists := current[heading]
		if !exists {
			found = append(found, Break{heading + " is gone", "Keep it and deprecate it."})
			continue
		}
		found = append(found, breaksOf(heading, released[heading], section)...)
	}
	return found
}

func breaksOf(heading string, released, current Section) (found []Break) {
	if current.Version < released.Version {
		found = append(found, Break{
			fmt.Sprintf("%s has version %d instead of %d", heading, current.Version, released.Version),
			"Increase the version: no older one reads the states of a newer one.",
		})
	}
	isIdentity := strings.HasPrefix(heading, "identity ")
	names := maps.Clone(released.Attributes)
	maps.Copy(names, current.Attributes)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		before, existed := released.Attributes[name]
		after, exists := current.Attributes[name]
		var changes []Break
		switch {
		case existed && exists && isIdentity:
			changes = identityChanges(before, after)
		case existed && exists:
			changes = attributeChanges(before, after)
		case existed && hasParent(current, name):
			changes = []Break{{"is gone", "Keep it and deprecate it."}}
		case exists && hasParent(released, name) && isIdentity:
			changes = []Break{{"is new", identityRemedy}}
		case exists && hasParent(released, name) && after.Required:
			changes = []Break{{"is new and required", "Make it optional."}}
		}
		for _, change := range changes {
			found = append(found, Break{heading + ": " + name + " " + change.What, change.Remedy})
		}
	}
	return found
}

// hasParent reports whether a section has the parent of a nested attribute. If not, the
// parent was added or removed together with the attribute.
func hasParent(section Section, name string) bool {
	dot := strings.LastIndex(name, ".")
	if dot < 0 {
		return true
	}
	_, exists := section.Attributes[name[:dot]]
	return exists
}

const (
	anotherName    = "Add an attribute with another name and deprecate this one."
	identityRemedy = "Leave the identity as it is: states and import blocks contain it."
)

// identityChanges returns the differences of an attribute of an identity. Every
// difference is a breaking change.
func identityChanges(before, after Attribute) []Break {
	if before == after {
		return nil
	}
	return []Break{{fmt.Sprintf("is %q instead of %q", after, before), identityRemedy}}
}

// attributeChanges returns the breaking changes of an attribute.
func attributeChanges(before, after Attribute) (found []Break) {
	for _, change := range []struct {
		harmful bool
		what    string
		remedy  string
	}{
		{after.Type != before.Type, fmt.Sprintf("has the type %s instead of %s", after.Type, before.Type), anotherName},
		{after.Required && !before.Required, "is required", "Leave it optional: configurations that lack it are valid today."},
		{!after.configurable() && before.configurable(), "cannot be configured any more", "Leave it optional, without effect, and deprecate it."},
		{!after.Computed && before.Computed, "is no longer computed", "Leave it computed: its value is in states, and other resources refer to it."},
		{after.WriteOnly && !before.WriteOnly, "is write-only", anotherName},
		{!after.WriteOnly && before.WriteOnly, "is no longer write-only", "Leave it write-only: its value would get into states."},
		{after.Sensitive && !before.Sensitive, "is sensitive", anotherName + " Outputs that contain it become errors."},
		{!after.Sensitive && before.Sensitive, "is no longer sensitive", "Leave it sensitive: plans would show its value."},
		{after.Variable != before.Variable && before.Variable != "", "is no longer read from " + before.Variable, "Read it from there too: pipelines set the variable."},
		{after.Default != before.Default, "has " + defaultOf(after) + " instead of " + defaultOf(before),
			"Leave it: the plans of all who do not set the attribute would change."},
	} {
		if change.harmful {
			found = append(found, Break{change.what, change.remedy})
		}
	}
	return found
}

func defaultOf(a Attribute) string {
	if a.Default == "" {
		return "no default"
	}
	return "the default " + a.Default
}

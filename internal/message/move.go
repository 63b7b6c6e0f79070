package message

import "fmt"

// UnsupportedMove is a `moved` block whose source the target does not support.
type UnsupportedMove struct {
	// Type and Provider are the source's type and provider, as the CLI sends them.
	Type, Provider string
	// Owner is the project or group in the state of the source; "" if it has none.
	Owner string
	// Slug is the slug of a custom integration; "" for any other source.
	Slug string
	// Target is the type of the target, and TargetSlug its slug; "" for the custom
	// resource.
	Target, TargetSlug string
	// Supported are the types of the main provider that the target supports.
	Supported []string
	// BetterTarget is the type of resource that supports the source; "" if there is
	// none.
	BetterTarget string
}

// Text returns the error.
func (m UnsupportedMove) Text() Text {
	source := "`" + m.Type + "`"
	if m.Slug != "" {
		source += " with the slug `" + m.Slug + "`"
	}
	if m.Owner != "" {
		source += " in " + m.Owner
	}
	return Text{fmt.Sprintf("Cannot move %s to %s", m.Type, m.Target), Paragraphs(
		fmt.Sprintf("The state to move is that of %s, of the provider `%s`. %s", source, m.Provider, m.supported()),
		m.better(),
		"To manage another integration, "+insteadOfMove)}
}

// insteadOfMove is the alternative to a `moved` block.
const insteadOfMove = "remove the old resource from the state, with a `removed` block that has `destroy = false`, and import the integration to the new one."

// UnreadableSource is the error of a state to move that cannot be read. The owner is
// the missing attribute; "" if the state has no attributes.
func UnreadableSource(typeName, owner string) Text {
	what := "The state to move is not that of a resource."
	if owner != "" {
		what = "The state to move has no `" + owner + "`, with an ID or a full path."
	}
	return Text{"Cannot read the saved state of " + typeName, what + " Instead of moving it, " + insteadOfMove}
}

// supported lists what the target supports.
func (m UnsupportedMove) supported() string {
	if m.TargetSlug == "" {
		return fmt.Sprintf("`%s` does not take over the state of any other type.", m.Target)
	}
	custom := fmt.Sprintf("`gitlabintegrations_custom` with the slug `%s`", m.TargetSlug)
	if len(m.Supported) == 0 {
		return fmt.Sprintf("`%s` takes over the state of %s, and no other: the main GitLab provider has no such integration.", m.Target, custom)
	}
	return fmt.Sprintf("`%s` takes over the state of %s, and, of the main GitLab provider `gitlabhq/gitlab`, that of %s.",
		m.Target, custom, alternatives(m.Supported, "and"))
}

// better names the resource that supports the source.
func (m UnsupportedMove) better() string {
	if m.BetterTarget == "" || m.BetterTarget == m.Target {
		return ""
	}
	return fmt.Sprintf("The resource for `%s` is `%s`.", m.Type, m.BetterTarget)
}

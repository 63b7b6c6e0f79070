// Package message writes the messages for users of the provider: what failed, why,
// and what to do. It makes them from facts of the client and the runtime.
//
//   - describe.go, waits.go, advice.go, network.go: the outcome of a request, how
//     long the provider has waited, and the remedy, for any integration.
//   - config.go: what is wrong with the provider's configuration.
//   - refusal.go: remedies for settings that GitLab refuses.
//   - suspect.go: the values that are the likely reason if GitLab does not say any.
//   - subject.go, inheritance.go: messages about one integration of one project
//     or group.
//   - adoption.go: messages about secrets that are missing, and values that are
//     assumed.
//   - owner.go: messages about a project or group that has moved or is gone.
//   - causes.go: causes that many messages have in common, and the short forms of
//     further messages with the same cause.
//   - existing.go: messages about an integration that is active before its resource
//     exists.
//   - row.go: messages about a row that another resource manages, or that has changed.
//   - policy.go: messages about integrations that must not be active.
//   - value.go, validation.go, custom.go, list.go, inventory.go: what is wrong with a
//     configuration, found without GitLab or by its version.
//   - import.go: imports by an ID, an identity or the address of a page.
//   - move.go: `moved` blocks whose source is not supported.
//   - redact.go: the redaction of secrets.
package message

import "strings"

// Text is a message for a diagnostic.
type Text struct {
	// Summary is one line without a full stop.
	Summary string
	// Detail is one or more paragraphs of whole sentences.
	Detail string
}

// Paragraphs joins texts to paragraphs, without empty and repeated ones.
func Paragraphs(texts ...string) string {
	var list []string
	seen := map[string]bool{"": true}
	for _, text := range texts {
		if text = strings.TrimSpace(text); !seen[text] {
			list, seen[text] = append(list, text), true
		}
	}
	return strings.Join(list, "\n\n")
}

// Names lists the names of attributes: "`a`, `b`".
func Names(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	return strings.Join(quoted, ", ")
}

// alternatives lists the names of attributes in a sentence: "`a`, `b` or `c`".
func alternatives(names []string, conjunction string) string {
	last := len(names) - 1
	if last < 1 {
		return Names(names)
	}
	return Names(names[:last]) + " " + conjunction + " " + Names(names[last:])
}

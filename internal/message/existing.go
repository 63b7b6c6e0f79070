package message

import "fmt"

// Existing is the error of a new resource for an integration that is active already.
// The importID is the one of the integration.
func (s Subject) Existing(importID string) Text {
	return ofCause(alreadyActive, fmt.Sprintf("%s is already active in %s, with the import ID `%s`", s.Title, s.owner(), importID),
		"An apply would overwrite its settings and secrets, which cannot be restored. Because the provider has `existing_integration = \"error\"`, the resource is not created.",
		"To manage the integration as it is, import it, with the resource's own name for `<name>`:",
		fmt.Sprintf("import {\n  to = %s.<name>\n  id = %q\n}", s.TypeName, importID),
		"If it belongs to a resource that has only been renamed, move that resource:",
		fmt.Sprintf("moved {\n  from = %[1]s.<old name>\n  to   = %[1]s.<name>\n}", s.TypeName),
		"To overwrite the integration, set `existing_integration` to `replace`. After a replacement with `create_before_destroy`, which fails with this error, do that for one apply, and remove that setting.")
}

// ExistingUnknown says why a failed read keeps an integration from being set up.
const ExistingUnknown = "The provider has `existing_integration = \"error\"`, so it creates nothing as long as it is not known whether the integration is active already."

package integration

// Type is the Terraform type of a parameter.
type Type int

const (
	// String is a string.
	String Type = iota
	// Bool is a bool.
	Bool
	// Integer is a whole number.
	Integer
	// Strings is a set of strings.
	Strings
	// Any is the type of the settings of a custom integration: nil, string, bool,
	// json.Number or []string.
	Any
	// Secrets are the secrets of a custom integration: strings by name, as one
	// write-only argument.
	Secrets
)

// Scope says which owners can have an integration.
type Scope int

const (
	// ProjectAndGroup integrations exist on projects and on groups.
	ProjectAndGroup Scope = iota
	// ProjectOnly integrations exist on projects only.
	ProjectOnly
	// GroupOnly integrations are set up for groups only. Projects below them inherit
	// them, and the API does not find them there.
	GroupOnly
)

// Spec declares one integration for the server. Package catalog describes where its
// facts come from.
type Spec struct {
	// Slug is the name in GitLab's API, such as "pipelines-email".
	Slug string
	// Title is the name in GitLab's web interface.
	Title string
	// Summary says in one sentence what the integration does.
	Summary string
	// Scope says which owners can have it.
	Scope Scope
	// Availability says in which tiers and offerings of GitLab it exists; empty for
	// all.
	Availability string
	// Exclusive names the kind of integration of which a project can have only
	// one active at a time, such as "issue tracker".
	Exclusive string
	// OwnTable marks an integration whose settings GitLab stores in a separate table.
	// A change of them does not update the integration's "updated_at".
	OwnTable bool
	// Versions are those of GitLab that have it.
	Versions
	// Install says how to install the app that creates the integration; empty if
	// GitLab's API can create it.
	Install string
	// Undeletable marks an integration that GitLab's API cannot disable.
	Undeletable bool
	// Addresses are the URLs that GitLab builds from settings.
	Addresses []Address
	// MainProvider describes the integration in the main GitLab provider.
	MainProvider MainProvider
	// Notes are further paragraphs of the documentation page, in Markdown.
	Notes []string
	// Parameters are the settings.
	Parameters []Parameter
	// Rules are the dependencies between settings.
	Rules []Rule
	// Validate validates dependencies that Rules cannot express; nil for none.
	Validate Validate
}

// Address is a URL that GitLab builds from settings, and refuses if it is invalid.
type Address struct {
	// RefusedAs is the name under which GitLab refuses the address; "" for the
	// address of a webhook, which GitLab refuses without a name and a reason.
	RefusedAs string
	// From names the settings that are in the address as they are, not escaped by
	// GitLab. If one contains the host, it is the first.
	From []string
}

// Parameter declares one setting of an integration.
type Parameter struct {
	// Name is the name of the API parameter and of the attribute.
	Name string
	// Type is the Terraform type.
	Type Type
	// Required settings must be configured unless the integration inherits.
	Required bool
	// Presence marks an optional setting whose key every request must contain, even if
	// its value is null.
	Presence bool
	// Secret marks a sensitive setting, which every write sends and no read returns.
	Secret bool
	// Multiline marks a string of several lines. All other strings are single lines.
	Multiline bool
	// Unordered marks a string that is a list, with commas or whitespace between the
	// elements, whose order has no meaning.
	Unordered bool
	// NotEmpty marks an optional string that can be null but not "".
	NotEmpty bool
	// TopLevel marks a setting at the top level of GitLab's answer, not among the
	// properties.
	TopLevel bool
	// Hidden marks a setting that GitLab's answer may leave out.
	Hidden bool
	// Default is the value of a new record in GitLab: string, bool, int or []string;
	// nil for none.
	Default any
	// DefaultFrom names the setting whose value GitLab copies into this one.
	DefaultFrom string
	// OneOf lists the allowed values, integers in decimal; nil allows all.
	OneOf []string
	// Check checks a value: an integer in decimal, a set as a comma-separated list; nil
	// accepts all.
	Check Check
	// Normalize changes a value as GitLab does before it returns it; nil if GitLab
	// does not change it.
	Normalize func(string) string
	// FallsBackTo names the setting whose value GitLab returns while this one is not
	// set.
	FallsBackTo string
	// AlwaysAnswered is the value that GitLab always returns; nil if GitLab returns
	// the stored value.
	AlwaysAnswered any
	// Versions are those of GitLab that have it.
	Versions
	// Description is Markdown.
	Description string
	// Deprecated says what to use instead; empty if the setting is current.
	Deprecated string
}

// Check returns the fault of a value as the end of a sentence that begins with the
// attribute's name ("must be …"); "" if the value is valid.
type Check func(value string) string

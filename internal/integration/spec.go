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
	// Any is whatever the configuration of a custom integration has for a
	// setting: nil, string, bool, json.Number or []string.
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
	// ProjectOnly integrations exist on projects alone.
	ProjectOnly
	// GroupOnly integrations exist on groups alone.
	GroupOnly
)

// Spec declares one integration: everything that the server needs to know to
// serve its resource and its data source. The generated files hold nothing
// but specs.
type Spec struct {
	// Slug is GitLab's name in the API, such as "pipelines-email".
	Slug string
	// Title is the name that GitLab's pages show.
	Title string
	// Category is the family that the documentation lists it under.
	Category string
	// Summary says in one sentence what the integration does.
	Summary string
	// Scope says which owners can have it.
	Scope Scope
	// Availability says where GitLab offers it, if not everywhere.
	Availability string
	// Exclusive names the kind of integration of which an owner can have only
	// one active at a time, such as "issue tracker".
	Exclusive string
	// Versions are those of GitLab that have it.
	Versions
	// Install says where the app is installed that brings this integration to
	// life; empty for those that the API creates.
	Install string
	// Undeletable integrations have no endpoint that disables them.
	Undeletable bool
	// Addresses are those that GitLab builds from settings.
	Addresses []Address
	// MainProvider is what the main GitLab provider makes of it.
	MainProvider MainProvider
	// Notes are further paragraphs of the documentation page, in Markdown.
	Notes string
	// Parameters are the settings.
	Parameters []Parameter
	// Rules are the demands on settings that depend on others.
	Rules []Rule
	// Validate finds what Rules cannot say; nil if they say everything.
	Validate Validate
}

// Address is what GitLab builds from settings, and refuses if it is no address.
type Address struct {
	// RefusedAs is the name under which GitLab refuses the address; empty for the
	// address of a web hook, which GitLab refuses without a name and without a
	// word.
	RefusedAs string
	// From names the settings. The first gives the host.
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
	// Presence marks an optional setting whose key GitLab demands in every
	// request, if only with null.
	Presence bool
	// Secret settings are sensitive, sent with every write and never read.
	Secret bool
	// Multiline strings are texts of several lines; all others are single lines.
	Multiline bool
	// NotEmpty marks an optional string that GitLab takes as null, but not as "".
	NotEmpty bool
	// TopLevel settings stand in GitLab's answer beside "id", not among the
	// properties.
	TopLevel bool
	// Hidden settings may be missing from GitLab's answer without meaning.
	Hidden bool
	// Default is the value of a brand-new record in GitLab (string, bool, int
	// or []string); nil if it has none.
	Default any
	// DefaultFrom names the setting whose value GitLab copies into this one.
	DefaultFrom string
	// OneOf lists the allowed values, integers in decimal; nil allows all.
	OneOf []string
	// Check finds the fault of a value: of an integer in decimal, of a set with
	// commas between its elements; nil accepts all.
	Check Check
	// Normalize does to a value what GitLab does before it answers; nil for
	// settings that GitLab returns as they were sent.
	Normalize func(string) string
	// FallsBackTo names the setting whose value GitLab shows while this one is
	// unset.
	FallsBackTo string
	// AlwaysAnswered is the value that GitLab answers whatever was sent.
	AlwaysAnswered any
	// Versions are those of GitLab that have it.
	Versions
	// Description is Markdown.
	Description string
	// Deprecated says what to use instead; empty if the setting is current.
	Deprecated string
}

// Check says what is wrong with a value, as the end of a sentence that begins
// with the attribute's name ("must be …"); empty if nothing is.
type Check func(value string) string

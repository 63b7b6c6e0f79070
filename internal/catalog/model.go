package catalog

// Values with which GitLab replaces null.
const (
	// RefilledDefault is the default of the setting.
	RefilledDefault = "default"
	// RefilledActive is whether the integration is active.
	RefilledActive = "active"
)

// Refill is the setting from which GitLab takes a value to replace null.
type Refill struct {
	// Parameter is the boolean setting. If it is null, nothing is replaced.
	Parameter string `yaml:"parameter"`
	// True and False are the replacements if the setting is true or false.
	True  string `yaml:"true"`
	False string `yaml:"false"`
}

// Kinds of Check, each with GitLab's message if it fails.
const (
	// Presence: "can't be blank".
	Presence = "presence"
	// PublicURL is a URL that GitLab may send requests to: "must be a valid URL" if it
	// is blank, else "is blocked: " and the reason.
	PublicURL = "public_url"
	// Matches is the regular expression Pattern: Message, or "is invalid".
	Matches = "matches"
	// Length is at most Maximum characters: "is too long (maximum is … characters)".
	Length = "length"
	// Included is one of the values of the parameter's Enum, or a boolean: "is not
	// included in the list".
	Included = "included"
	// WholeNumber is the text of a number without a fraction, and at least
	// Minimum: "is not a number" or "must be an integer".
	WholeNumber = "whole_number"
	// Items is at most Maximum parts of the text that match Pattern: Message.
	Items = "items"
	// Fails always fails, so only If decides: Message.
	Fails = "fails"
	// JSONKey is a Google service account key: Message. GitLab answers what is not JSON
	// with status 500.
	JSONKey = "json_key"
	// RE2 is a regular expression in RE2 syntax: "not valid RE2 syntax: " and the
	// reason.
	RE2 = "re2"
)

// Check is a validation of one setting by GitLab.
type Check struct {
	// Parameter is the name of the setting, also in GitLab's message.
	Parameter string `yaml:"parameter"`
	// Check is the kind, such as Presence.
	Check string `yaml:"check"`
	// AllowBlank accepts null and blank text.
	AllowBlank bool `yaml:"allow_blank,omitempty"`
	// Pattern is a regular expression for the kinds that have one.
	Pattern string `yaml:"pattern,omitempty"`
	// Message is GitLab's message, if it differs from that of the kind.
	Message string `yaml:"message,omitempty"`
	// Minimum and Maximum are the bounds of numbers, lengths and counts; 0 for none.
	Minimum int `yaml:"minimum,omitempty"`
	Maximum int `yaml:"maximum,omitempty"`
	// Schemes are the schemes of a PublicURL; empty for http and https.
	Schemes []string `yaml:"schemes,omitempty"`
	// Local allows a PublicURL on GitLab's own machine or network.
	Local bool `yaml:"local,omitempty"`
	// InTable marks a Length that the model of Table checks. GitLab checks it before
	// the record, even if the record is not active, and adds the table to the name in
	// its message.
	InTable bool `yaml:"in_table,omitempty"`
	// If are the conditions of the check; empty for none.
	If []CheckCondition `yaml:"if,omitempty"`
}

// States of a setting in a CheckCondition.
const (
	// Present is any value but null, blank text, an empty list and false.
	Present = "present"
	// Blank is any value that is not Present.
	Blank = "blank"
	// Given is not null.
	Given = "given"
	// Sent is Present and part of the request.
	Sent = "sent"
	// Changed is Present and differs from the stored value.
	Changed = "changed"
)

// CheckCondition is a condition on a setting.
type CheckCondition struct {
	// Parameter is the name of the setting.
	Parameter string `yaml:"parameter"`
	// Is is a state such as Present, or the number that the setting must equal.
	Is any `yaml:"is"`
}

// Hook is the webhook that GitLab creates from settings. If GitLab cannot save it,
// the answer is "Failed to update integration. {}". If GitLab cannot build its
// address, the status is 500.
type Hook struct {
	// URL is the address. A name in braces stands for the value of that setting.
	URL string `yaml:"url"`
	// Variables are the settings whose values GitLab stores apart from the address.
	Variables []string `yaml:"variables,omitempty"`
	// Query are the settings that GitLab appends to the query of the address unless they
	// are blank, by their names there.
	Query map[string]string `yaml:"query,omitempty"`
	// Strict is set if Ruby's URI library parses the address, and refuses unescaped
	// characters.
	Strict bool `yaml:"strict,omitempty"`
	// Formatted is set if Ruby's format() builds the address, and fails at a percent
	// sign.
	Formatted bool `yaml:"formatted,omitempty"`
	// StoredAs is the name of the setting in which the record stores the address, and
	// under which GitLab refuses it; empty for a webhook with a record of its own.
	StoredAs string `yaml:"stored_as,omitempty"`
	// Needs are the settings without which GitLab does not build the address.
	Needs []string `yaml:"needs,omitempty"`
	// Scope is Project if GitLab creates it only for projects, else empty.
	Scope string `yaml:"scope,omitempty"`
	// Defaults are the values for blank settings.
	Defaults map[string]string `yaml:"defaults,omitempty"`
	// User and Password are the settings for user name and password in the address.
	User     string `yaml:"user,omitempty"`
	Password string `yaml:"password,omitempty"`
}

// HostCondition holds if a URL has the scheme https and a host that matches Pattern.
type HostCondition struct {
	// Parameter is the setting with the URL.
	Parameter string `yaml:"parameter"`
	// Pattern is a regular expression for the host.
	Pattern string `yaml:"pattern"`
}

// AnsweredOnly is a property of GitLab's answer that no request can set.
type AnsweredOnly struct {
	// Name is the key among the properties; its value is null.
	Name string `yaml:"name"`
	// Scope is Project or Group if only they have it, else empty.
	Scope string `yaml:"scope,omitempty"`
	// Since is the first GitLab version that returns it.
	Since string `yaml:"since,omitempty"`
}

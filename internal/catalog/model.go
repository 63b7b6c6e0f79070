package catalog

// What GitLab puts in the place of null.
const (
	// RefilledDefault is the default of the setting.
	RefilledDefault = "default"
	// RefilledActive is whether the integration is active.
	RefilledActive = "active"
)

// Refill is where GitLab takes a value from in the place of null.
type Refill struct {
	// Parameter is the boolean setting that decides; null fills nothing.
	Parameter string `yaml:"parameter"`
	// True and False are the texts for its values.
	True  string `yaml:"true"`
	False string `yaml:"false"`
}

// Kinds of Check, each with the sentence that GitLab answers if it fails.
const (
	// Presence: "can't be blank".
	Presence = "presence"
	// PublicURL is an address that GitLab may send requests to: "must be a valid
	// URL" if it is blank, else "is blocked: " and why.
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
	// Fails is never true, for what an If says already: Message.
	Fails = "fails"
	// JSONKey is a service account key of Google: Message. What is no JSON at all
	// is answered with status 500.
	JSONKey = "json_key"
	// RE2 is a regular expression that RE2 understands: "not valid RE2 syntax: "
	// and why.
	RE2 = "re2"
)

// Check is a validation of one setting by GitLab.
type Check struct {
	// Parameter is the name of the setting, which the answer shows too.
	Parameter string `yaml:"parameter"`
	// Check is what must hold, such as Presence.
	Check string `yaml:"check"`
	// AllowBlank passes null and blank text.
	AllowBlank bool `yaml:"allow_blank,omitempty"`
	// Pattern is a regular expression for the kinds that have one.
	Pattern string `yaml:"pattern,omitempty"`
	// Message is GitLab's sentence, where it is not that of the kind.
	Message string `yaml:"message,omitempty"`
	// Minimum and Maximum bound numbers, lengths and counts; 0 if they do not.
	Minimum int `yaml:"minimum,omitempty"`
	Maximum int `yaml:"maximum,omitempty"`
	// Schemes are those of a PublicURL; empty for http and https.
	Schemes []string `yaml:"schemes,omitempty"`
	// Local lets a PublicURL be on GitLab's own machine or network.
	Local bool `yaml:"local,omitempty"`
	// InTable marks a Length that the integration's Table checks, before the
	// record and whether it is active or not. GitLab names it so.
	InTable bool `yaml:"in_table,omitempty"`
	// If says when the check is made; empty for always.
	If []CheckCondition `yaml:"if,omitempty"`
}

// States of a setting in a CheckCondition.
const (
	// Present is neither null nor blank text nor an empty list nor false.
	Present = "present"
	// Blank is what is not Present.
	Blank = "blank"
	// Given is not null.
	Given = "given"
	// Sent is Present and part of the request.
	Sent = "sent"
	// Changed is Present and not what was stored.
	Changed = "changed"
)

// CheckCondition is what can hold of a setting.
type CheckCondition struct {
	// Parameter is the name of the setting.
	Parameter string `yaml:"parameter"`
	// Is is the state, such as Present, or a number that the setting equals.
	Is any `yaml:"is"`
}

// Hook is the webhook that GitLab makes of settings. If it cannot be saved,
// GitLab answers "Failed to update integration. {}", and if its address cannot
// be built, status 500.
type Hook struct {
	// URL is the address, in which the name of a setting in braces stands for
	// its value.
	URL string `yaml:"url"`
	// Variables are the settings whose values GitLab keeps apart from the address.
	Variables []string `yaml:"variables,omitempty"`
	// Strict addresses are taken apart by Ruby's URI library, which refuses what
	// is not escaped.
	Strict bool `yaml:"strict,omitempty"`
	// Formatted addresses are a format of Ruby's, in which a percent sign fails.
	Formatted bool `yaml:"formatted,omitempty"`
	// StoredAs is the name of the setting in which the record keeps the address,
	// and under which GitLab refuses it; empty for a webhook beside the record.
	StoredAs string `yaml:"stored_as,omitempty"`
	// Needs are the settings without which GitLab makes no address.
	Needs []string `yaml:"needs,omitempty"`
	// Scope is Project if GitLab makes it for projects alone, else empty.
	Scope string `yaml:"scope,omitempty"`
	// Defaults are the values that stand in for blank settings.
	Defaults map[string]string `yaml:"defaults,omitempty"`
	// User and Password are the settings of the address's user and password.
	User     string `yaml:"user,omitempty"`
	Password string `yaml:"password,omitempty"`
}

// HostCondition holds while an address is one of https on a certain host.
type HostCondition struct {
	// Parameter is the setting that holds the address.
	Parameter string `yaml:"parameter"`
	// Pattern is a regular expression of the host.
	Pattern string `yaml:"pattern"`
}

// AnsweredOnly is a property of the answer that no request can set.
type AnsweredOnly struct {
	// Name is the key among the properties; its value is null.
	Name string `yaml:"name"`
	// Scope is Project or Group if only their answers have it, else empty.
	Scope string `yaml:"scope,omitempty"`
	// Since is the first GitLab version that answers it.
	Since string `yaml:"since,omitempty"`
}

// Package catalog holds what is known about every integration: one YAML file
// each, read strictly. It is the only place that knows these facts; the
// generator, the fake GitLab and the tests all read them here.
package catalog

import (
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/check"
)

// Scopes of an integration: which owners can have it.
const (
	Project = "project"
	Group   = "group"
)

// Places where GitLab's answer shows a parameter.
const (
	// Properties is the object "properties" of the answer. It is the default.
	Properties = "properties"
	// Top is the answer itself, beside "id" and "active".
	Top = "top"
	// Hidden is a parameter that GitLab stores but that its answer leaves out,
	// always or as long as a feature flag is off. If the answer does show it
	// among the properties, it is read there.
	Hidden = "hidden"
)

// Types of a parameter.
const (
	String  = "string"
	Boolean = "boolean"
	Integer = "integer"
	// Strings is a list of strings whose order and repetitions mean nothing.
	Strings = "strings"
)

// What GitLab does to a value before it answers.
const (
	// TrailingSlash takes one slash off the end.
	TrailingSlash = "trailing_slash"
	// CommaList trims the elements and drops blanks and repetitions.
	CommaList = "comma_list"
	// Trim takes blanks off both ends, of every element if it is a list.
	Trim = "trim"
)

// What GitLab's documents can say of an integration or a setting, besides its
// type or its scope.
const (
	Required = "required"
	Optional = "optional"
	// Missing is what GitLab has although a page of its documentation lacks it.
	Missing = "missing"
)

// Retired is the category of the integrations that current GitLab lacks.
const Retired = "Retired"

// Integration is one file of the catalog.
type Integration struct {
	// Slug is GitLab's name of the integration in its API, with dashes.
	Slug string `yaml:"slug"`
	// Title is the name that GitLab's pages show.
	Title string `yaml:"title"`
	// Category is the family that the documentation lists it under.
	Category string `yaml:"category"`
	// Summary says in one sentence what the integration does.
	Summary string `yaml:"summary"`
	// Scopes are the owners that can have it: Project, Group or both.
	Scopes []string `yaml:"scopes"`
	// Since and Until are the first and last GitLab version (such as "16.9")
	// that have it; empty where that is not known or has no bound.
	Since string `yaml:"since,omitempty"`
	Until string `yaml:"until,omitempty"`
	// Availability says where GitLab offers it, if not everywhere.
	Availability string `yaml:"availability,omitempty"`
	// Install says how the integration comes to life, for the ones that only
	// the installation of an app creates. Empty for all that the API creates.
	Install string `yaml:"install,omitempty"`
	// Undeletable integrations have no endpoint that disables them.
	Undeletable bool `yaml:"undeletable,omitempty"`
	// Exclusive names the kind of integration of which an owner can have only
	// one active at a time, such as "issue tracker".
	Exclusive string `yaml:"exclusive,omitempty"`
	// Addresses are those that GitLab builds from settings.
	Addresses []Address `yaml:"addresses,omitempty"`
	// Notes are paragraphs for the documentation page, in Markdown.
	Notes []string `yaml:"notes,omitempty"`
	// Parameters are the settings, in the order of the documentation.
	Parameters []Parameter `yaml:"parameters"`
	// Rules say which settings depend on others.
	Rules []Rule `yaml:"rules,omitempty"`
	// Validate names what demands more than Rules can say, such as
	// "jira_cloud"; the package resources has a function for it.
	Validate string `yaml:"validate,omitempty"`
	// Checks are GitLab's own validations of a record that is active, in their
	// order. Nil where it only checks that required settings are not blank, that
	// addresses (HTTPURL) are some and that Enforced enumerations are kept; then
	// the order is that of Parameters. Empty where it checks nothing.
	Checks []Check `yaml:"checks,omitempty"`
	// Hook is the webhook that GitLab makes of the settings and saves with them.
	Hook *Hook `yaml:"hook,omitempty"`
	// Table is the table in which GitLab keeps the settings, such as
	// "issue_tracker_data"; empty where they stand encrypted in the record. A
	// change in a table of its own does not move "updated_at".
	Table string `yaml:"table,omitempty"`
	// EventDefaults are the event flags of a new record that are no parameters and
	// that differ from those of EventFlags.
	EventDefaults map[string]bool `yaml:"event_defaults,omitempty"`
	// HiddenWhileInactive marks an integration whose answer has no properties
	// while it is not active.
	HiddenWhileInactive bool `yaml:"hidden_while_inactive,omitempty"`
	// AnsweredOnly are properties of the answer that no request can set.
	AnsweredOnly []AnsweredOnly `yaml:"answered_only,omitempty"`
	// MainProvider is what the main GitLab provider makes of it; nil if that does not
	// have it.
	MainProvider *MainProvider `yaml:"main_provider,omitempty"`
	// Ignored are documented settings that this provider leaves out.
	Ignored []Ignored `yaml:"ignored,omitempty"`
	// UnusableEvents are settings that GitLab's API declares but cannot store.
	UnusableEvents []string `yaml:"unusable_events,omitempty"`
	// DocumentedAs lists what GitLab's documents are known to say otherwise:
	// Missing, or a scope that does not work.
	DocumentedAs []string `yaml:"documented_as,omitempty"`
}

// TypeName is the name of the integration's resource and data source, such as
// "gitlabintegrations_pipelines_email".
func (i Integration) TypeName() string {
	return "gitlabintegrations_" + strings.ReplaceAll(i.Slug, "-", "_")
}

// HasScope reports whether the owners of a scope (Project or Group) can have the
// integration.
func (i Integration) HasScope(scope string) bool {
	return slices.Contains(i.Scopes, scope)
}

// Parameter finds a parameter by its name.
func (i Integration) Parameter(name string) (Parameter, bool) {
	for _, parameter := range i.Parameters {
		if parameter.Name == name {
			return parameter, true
		}
	}
	return Parameter{}, false
}

// Parameter is one setting of an integration.
type Parameter struct {
	// Name is the name of the API parameter.
	Name string `yaml:"name"`
	// Type is String (the default), Boolean, Integer or Strings.
	Type string `yaml:"type,omitempty"`
	// Description says what the setting does, in Markdown.
	Description string `yaml:"description"`
	// Example is a plausible value that is not the default: string, bool, int
	// or []string.
	Example any `yaml:"example,omitempty"`
	// Showcase puts an optional setting into the example of the documentation.
	Showcase bool `yaml:"showcase,omitempty"`
	// Required settings must be configured, unless the integration inherits.
	Required bool `yaml:"required,omitempty"`
	// Presence marks an optional setting whose key GitLab demands in every
	// request, even if only with null.
	Presence bool `yaml:"presence,omitempty"`
	// Secret settings are sensitive and never read back.
	Secret bool `yaml:"secret,omitempty"`
	// Returned is Properties (the default), Top or Hidden; a secret is Hidden
	// unless the file says that GitLab returns it in clear.
	Returned string `yaml:"returned,omitempty"`
	// Default is what GitLab gives a brand-new record: string, bool, int or
	// []string; nil if it gives nothing.
	Default any `yaml:"default,omitempty"`
	// DefaultFrom names the boolean setting whose value GitLab copies into
	// this one, and so is its default.
	DefaultFrom string `yaml:"default_from,omitempty"`
	// Enum lists the values that GitLab knows.
	Enum []any `yaml:"enum,omitempty"`
	// Format names a form that the value must have, one of check.Formats, such
	// as "http_url"; empty for none.
	Format string `yaml:"format,omitempty"`
	// Multiline strings are texts of several lines, which GitLab's pages show in
	// a text area, or files such as a key. All others are single lines. A format
	// can imply it.
	Multiline bool `yaml:"multiline,omitempty"`
	// NotEmpty marks an optional string that GitLab takes as null, but not as "".
	NotEmpty bool `yaml:"not_empty,omitempty"`
	// Minimum and Maximum bound an integer; nil if it has no such bound. There
	// is no Maximum without a Minimum.
	Minimum *int `yaml:"minimum,omitempty"`
	Maximum *int `yaml:"maximum,omitempty"`
	// MaximumLength is how many characters a string can have; 0 for any.
	MaximumLength int `yaml:"maximum_length,omitempty"`
	// MaximumItems is how many items a list can have, be it of the type Strings
	// or a string in which commas separate them; 0 for any.
	MaximumItems int `yaml:"maximum_items,omitempty"`
	// Normalized says what GitLab does to the value before it answers:
	// TrailingSlash, CommaList or Trim; empty if it answers what was sent.
	Normalized string `yaml:"normalized,omitempty"`
	// FallsBackTo names the setting whose value GitLab's answer shows while
	// this one is unset.
	FallsBackTo string `yaml:"falls_back_to,omitempty"`
	// AlwaysAnswered is the value that GitLab answers whatever was sent.
	AlwaysAnswered any `yaml:"always_answered,omitempty"`
	// AnsweredForNull is the value that GitLab answers for null.
	AnsweredForNull any `yaml:"answered_for_null,omitempty"`
	// AnsweredForHost says what GitLab answers for a boolean setting without a
	// value; nil if it answers null.
	AnsweredForHost *HostCondition `yaml:"answered_for_host,omitempty"`
	// Refilled says what GitLab puts in the place of null whenever it loads the
	// record: RefilledDefault or RefilledActive; empty if null stays.
	Refilled string `yaml:"refilled,omitempty"`
	// RefilledFrom is the boolean setting from which GitLab fills this one whenever
	// it loads the record without a value; nil if null stays.
	RefilledFrom *Refill `yaml:"refilled_from,omitempty"`
	// CopiedTo are event flags that are no parameters and that GitLab sets to the
	// value of this boolean setting on every write.
	CopiedTo []string `yaml:"copied_to,omitempty"`
	// Column marks a property that has a column of its own: DELETE gives it the
	// default.
	Column bool `yaml:"column,omitempty"`
	// NotNull marks a property whose column cannot be null: null and, if it is no
	// text, the empty string are answered with status 500.
	NotNull bool `yaml:"not_null,omitempty"`
	// Enforced marks a setting whose Enum GitLab checks. Others can be anything.
	Enforced bool `yaml:"enforced,omitempty"`
	// TakenAsText marks a number or boolean that GitLab's API declares as text. It
	// stores and answers such a number as text, and such a boolean as one.
	TakenAsText bool `yaml:"taken_as_text,omitempty"`
	// ExposesSecrets marks a setting whose change makes GitLab forget every
	// password-like secret that the same request does not carry.
	ExposesSecrets bool `yaml:"exposes_secrets,omitempty"`
	// Since and Until are the first and last GitLab version that have it.
	Since string `yaml:"since,omitempty"`
	Until string `yaml:"until,omitempty"`
	// Deprecated says what to use instead.
	Deprecated string `yaml:"deprecated,omitempty"`
	// DocumentedAs lists what GitLab's documents are known to say otherwise:
	// another type, Required, Optional or Missing.
	DocumentedAs []string `yaml:"documented_as,omitempty"`
}

// Address is what GitLab builds from settings, and refuses if it is no address.
type Address struct {
	// RefusedAs is the name under which GitLab refuses the address, which is no
	// setting. It is empty for the address of a web hook, which GitLab refuses
	// without a name and without a word.
	RefusedAs string `yaml:"refused_as,omitempty"`
	// From names the settings. The first gives the host.
	From []string `yaml:"from"`
}

// IsURL reports whether the value is an address with the scheme http or https,
// on any host.
func (p Parameter) IsURL() bool {
	format, _ := check.FindFormat(p.Format)
	return format.URL
}

// Rule says that a setting demands something of another one: whenever If holds
// of a configuration that is completed with the defaults, Then must hold too.
type Rule struct {
	If   Condition `yaml:"if"`
	Then Condition `yaml:"then"`
	// Because says in a sentence, in a user's words, why.
	Because string `yaml:"because"`
}

// Condition is what can hold of one setting. It has exactly one of Equals and
// Set.
type Condition struct {
	// Parameter is the name of the setting.
	Parameter string `yaml:"parameter"`
	// Equals is the value that the setting has: string, bool, int or []string.
	// A secret is compared with nothing.
	Equals any `yaml:"equals,omitempty"`
	// Set is whether the setting has a value: neither null, nor an empty
	// string, nor an empty list.
	Set *bool `yaml:"set,omitempty"`
}

// Ignored is a documented setting that is no parameter of ours.
type Ignored struct {
	// Name is the name that GitLab's documentation prints.
	Name string `yaml:"name"`
	// Reason says why no GitLab, or no current one, takes it.
	Reason string `yaml:"reason"`
}

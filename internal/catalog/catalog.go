// Package catalog contains the facts about every integration, in one YAML file
// each. Unknown keys and invalid facts are errors. No other package knows these
// facts: the generator, the fake GitLab and the tests read them here.
package catalog

import (
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
)

// Scopes of an integration: the kinds of owners that can have it.
const (
	Project = "project"
	Group   = "group"
)

// Places of a parameter in GitLab's answer.
const (
	// Properties is the object "properties" of the answer. It is the default.
	Properties = "properties"
	// Top is the answer itself, beside "id" and "active".
	Top = "top"
	// Hidden is a parameter that GitLab stores but does not return, either never or
	// while a feature flag is off. If GitLab returns it among the properties, it is
	// read there.
	Hidden = "hidden"
)

// Types of a parameter.
const (
	String  = "string"
	Boolean = "boolean"
	Integer = "integer"
	// Strings is a set of strings.
	Strings = "strings"
)

// Changes that GitLab makes to a value before it returns it.
const (
	// TrailingSlash removes whitespace at both ends, and then one slash at the end.
	TrailingSlash = "trailing_slash"
	// CommaList trims the elements of a comma-separated list, and removes empty and
	// repeated ones.
	CommaList = "comma_list"
	// Trim removes whitespace at both ends of a value, or of every element of a list.
	Trim = "trim"
)

// Values of DocumentedAs besides types and scopes.
const (
	Required = "required"
	Optional = "optional"
	// Missing is a setting or integration that a page of GitLab's documentation leaves
	// out.
	Missing = "missing"
)

// Retired is the category of the integrations that GitLab has removed.
const Retired = "Retired"

// Integration is one file of the catalog.
type Integration struct {
	// Slug is the name of the integration in GitLab's API, such as
	// "pipelines-email".
	Slug string `yaml:"slug"`
	// Title is the name in GitLab's web interface.
	Title string `yaml:"title"`
	// Category is the category in the documentation of the provider.
	Category string `yaml:"category"`
	// Summary says in one sentence what the integration does.
	Summary string `yaml:"summary"`
	// Scopes are the kinds of owners that can have it: Project, Group or both.
	Scopes []string `yaml:"scopes"`
	// Since and Until are the first and last GitLab version that have it, such as
	// "16.9"; empty if there is no bound or it is not known.
	Since string `yaml:"since,omitempty"`
	Until string `yaml:"until,omitempty"`
	// Availability says in which tiers and offerings of GitLab it exists; empty for
	// all.
	Availability string `yaml:"availability,omitempty"`
	// Install says how to install the app that creates the integration; empty if
	// GitLab's API can create it.
	Install string `yaml:"install,omitempty"`
	// Undeletable marks an integration that GitLab's API cannot disable.
	Undeletable bool `yaml:"undeletable,omitempty"`
	// Exclusive names the kind of integration of which a project can have only
	// one active at a time, such as "issue tracker".
	Exclusive string `yaml:"exclusive,omitempty"`
	// Addresses are the URLs that GitLab builds from settings.
	Addresses []Address `yaml:"addresses,omitempty"`
	// Notes are paragraphs for the documentation page, in Markdown.
	Notes []string `yaml:"notes,omitempty"`
	// Parameters are the settings, in the order of the documentation.
	Parameters []Parameter `yaml:"parameters"`
	// Rules are the dependencies between settings.
	Rules []Rule `yaml:"rules,omitempty"`
	// Validate names the function in package resources for a dependency that Rules
	// cannot express, such as "jira_cloud"; empty for none.
	Validate string `yaml:"validate,omitempty"`
	// Checks are GitLab's validations of an active record, in GitLab's order. If Checks
	// is nil, GitLab only checks that required settings are not blank, that URLs are
	// valid and that Enforced settings have a value of their Enum, in the order of
	// Parameters. If Checks is empty, it checks nothing.
	Checks []Check `yaml:"checks,omitempty"`
	// Hook is the webhook that GitLab creates from the settings; nil for none.
	Hook *Hook `yaml:"hook,omitempty"`
	// Table is the separate table in which GitLab stores the settings, such as
	// "issue_tracker_data"; empty if it stores them in the record. A change in a
	// separate table does not update the "updated_at" of the record
	// (app/models/concerns/integrations/base/issue_tracker.rb and
	// app/models/integrations/*_tracker_data.rb in GitLab 18.9).
	Table string `yaml:"table,omitempty"`
	// EventDefaults are the defaults of event flags that are not parameters, if they
	// differ from EventFlags.
	EventDefaults map[string]bool `yaml:"event_defaults,omitempty"`
	// HiddenWhileInactive marks an integration whose properties GitLab does not return
	// while it is disabled.
	HiddenWhileInactive bool `yaml:"hidden_while_inactive,omitempty"`
	// AnsweredOnly are properties of the answer that no request can set.
	AnsweredOnly []AnsweredOnly `yaml:"answered_only,omitempty"`
	// MainProvider describes the integration in the main GitLab provider; nil if that
	// does not have it.
	MainProvider *MainProvider `yaml:"main_provider,omitempty"`
	// Ignored are documented settings that the provider does not have.
	Ignored []Ignored `yaml:"ignored,omitempty"`
	// UnusableEvents are parameters that GitLab's API declares but cannot store.
	UnusableEvents []string `yaml:"unusable_events,omitempty"`
	// DocumentedAs lists known errors of GitLab's documentation: Missing, or a scope
	// that does not work.
	DocumentedAs []string `yaml:"documented_as,omitempty"`
}

// TypeName is the name of the integration's resource and data source, such as
// "gitlabintegrations_pipelines_email".
func (i Integration) TypeName() string {
	return "gitlabintegrations_" + strings.ReplaceAll(i.Slug, "-", "_")
}

// HasScope reports whether owners of a kind (Project or Group) can have the
// integration.
func (i Integration) HasScope(scope string) bool {
	return slices.Contains(i.Scopes, scope)
}

// Parameter returns the parameter of a name, and reports whether there is one.
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
	// Name is the name of the parameter in GitLab's API.
	Name string `yaml:"name"`
	// Type is String (the default), Boolean, Integer or Strings.
	Type string `yaml:"type,omitempty"`
	// Description says what the setting does, in Markdown.
	Description string `yaml:"description"`
	// Example is a realistic value other than the default: string, bool, int or
	// []string.
	Example any `yaml:"example,omitempty"`
	// Showcase adds an optional setting to the example in the documentation.
	Showcase bool `yaml:"showcase,omitempty"`
	// Required marks a setting that must be configured unless the integration inherits
	// its settings.
	Required bool `yaml:"required,omitempty"`
	// Presence marks an optional setting whose key every request must contain, even if
	// its value is null.
	Presence bool `yaml:"presence,omitempty"`
	// Secret marks a sensitive setting that is never read.
	Secret bool `yaml:"secret,omitempty"`
	// Returned is the place in GitLab's answer: Properties, Top or Hidden. The default
	// is Hidden for secrets and Properties for other settings.
	Returned string `yaml:"returned,omitempty"`
	// Default is the value of a new record in GitLab: string, bool, int or []string;
	// nil if there is none.
	Default any `yaml:"default,omitempty"`
	// DefaultFrom names the boolean setting whose value GitLab copies into this one.
	DefaultFrom string `yaml:"default_from,omitempty"`
	// Enum lists the allowed values.
	Enum []any `yaml:"enum,omitempty"`
	// Format is the name of the format of the value in check.Formats, such as
	// "http_url"; empty for none.
	Format string `yaml:"format,omitempty"`
	// Multiline marks a string of several lines: a text area in GitLab's web
	// interface, or the content of a file such as a key. Formats can imply it.
	Multiline bool `yaml:"multiline,omitempty"`
	// NotEmpty marks an optional string that can be null but not "".
	NotEmpty bool `yaml:"not_empty,omitempty"`
	// Minimum and Maximum are the bounds of an integer; nil for none. There is no
	// Maximum without a Minimum.
	Minimum *int `yaml:"minimum,omitempty"`
	Maximum *int `yaml:"maximum,omitempty"`
	// MaximumLength is the maximum number of characters of a string; 0 for any.
	MaximumLength int `yaml:"maximum_length,omitempty"`
	// MaximumItems is the maximum number of items of a setting of type Strings, or of a
	// comma-separated string; 0 for any.
	MaximumItems int `yaml:"maximum_items,omitempty"`
	// Normalized is the change that GitLab makes to the value before it returns it:
	// TrailingSlash, CommaList or Trim; empty for none. An address in a separate table is
	// trimmed.
	Normalized string `yaml:"normalized,omitempty"`
	// FallsBackTo names the setting whose value GitLab returns while this one is not
	// set.
	FallsBackTo string `yaml:"falls_back_to,omitempty"`
	// AlwaysAnswered is the value that GitLab returns whatever is stored; nil if it
	// returns what is stored.
	AlwaysAnswered any `yaml:"always_answered,omitempty"`
	// AnsweredForNull is the value that GitLab returns for null.
	AnsweredForNull any `yaml:"answered_for_null,omitempty"`
	// AnsweredForHost decides what GitLab returns for a boolean setting without a
	// value; nil if it returns null.
	AnsweredForHost *HostCondition `yaml:"answered_for_host,omitempty"`
	// Refilled is the value with which GitLab replaces null whenever it loads the
	// record: RefilledDefault or RefilledActive; empty if it does not replace null.
	Refilled string `yaml:"refilled,omitempty"`
	// RefilledFrom is the boolean setting from which GitLab replaces null whenever it
	// loads the record; nil if it does not.
	RefilledFrom *Refill `yaml:"refilled_from,omitempty"`
	// CopiedTo are event flags that are not parameters, and to which GitLab copies this
	// boolean setting on every write.
	CopiedTo []string `yaml:"copied_to,omitempty"`
	// Column marks a property with a separate database column. DELETE sets it to the
	// default.
	Column bool `yaml:"column,omitempty"`
	// NotNull marks a property whose column cannot be null. GitLab answers null, and
	// "" for a property that is not text, with status 500.
	NotNull bool `yaml:"not_null,omitempty"`
	// Enforced marks a setting whose Enum GitLab checks.
	Enforced bool `yaml:"enforced,omitempty"`
	// TakenAsText marks a number or boolean that GitLab's API declares as a string.
	// GitLab stores and returns such a number as a string, and such a boolean as a
	// boolean.
	TakenAsText bool `yaml:"taken_as_text,omitempty"`
	// ExposesSecrets marks a setting such as a URL. If it changes, GitLab clears every
	// password that the same request does not contain.
	ExposesSecrets bool `yaml:"exposes_secrets,omitempty"`
	// Since and Until are the first and last GitLab version that have it.
	Since string `yaml:"since,omitempty"`
	Until string `yaml:"until,omitempty"`
	// Deprecated says what to use instead.
	Deprecated string `yaml:"deprecated,omitempty"`
	// DocumentedAs lists known errors of GitLab's documentation: another type,
	// Required, Optional or Missing.
	DocumentedAs []string `yaml:"documented_as,omitempty"`
}

// Address is a URL that GitLab builds from settings, and refuses if it is invalid.
type Address struct {
	// RefusedAs is the name under which GitLab refuses the address. It is not the
	// name of a setting. It is empty for the address of a webhook, which GitLab
	// refuses without a name and without a reason.
	RefusedAs string `yaml:"refused_as,omitempty"`
	// From names the settings that are in the address as they are, not escaped by
	// GitLab. If one contains the host, it is the first.
	From []string `yaml:"from"`
}

// IsURL reports whether the format of the value is a URL with the scheme http or
// https and any host.
func (p Parameter) IsURL() bool {
	format, _ := check.FindFormat(p.Format)
	return format.URL
}

// IsUnordered reports whether the value is a list whose order and separators have no
// meaning.
func (p Parameter) IsUnordered() bool {
	format, _ := check.FindFormat(p.Format)
	return format.Unordered
}

// Rule is a dependency between two settings: if the condition If holds for a
// configuration with defaults, Then must hold too.
type Rule struct {
	If   Condition `yaml:"if"`
	Then Condition `yaml:"then"`
	// Because is a sentence for users with the reason.
	Because string `yaml:"because"`
}

// Condition is a condition on one setting. It has exactly one of Equals and Set.
type Condition struct {
	// Parameter is the name of the setting.
	Parameter string `yaml:"parameter"`
	// Equals is the value of the setting: string, bool, int or []string. It is not
	// allowed for a secret.
	Equals any `yaml:"equals,omitempty"`
	// Set is whether the setting has a value other than null, "" and an empty list.
	Set *bool `yaml:"set,omitempty"`
}

// Ignored is a documented setting or integration that the catalog does not have.
type Ignored struct {
	// Name is the name in GitLab's documentation.
	Name string `yaml:"name"`
	// Reason is a sentence that explains why.
	Reason string `yaml:"reason"`
}

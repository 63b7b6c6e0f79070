// Package integration serves the resource and the data source of every
// integration over Terraform's plugin protocol. What differs between
// integrations is data (Spec and Parameter); what they do is written here
// once:
//
//	spec.go         Spec and Parameter, and what follows from them alone
//	schema.go       the schemas, made once from a Spec
//	validate.go     what can be known wrong without GitLab
//	value.go        what is wrong or doubtful in a value
//	rules.go        settings that depend on others
//	versions.go     what not every GitLab has
//	plan.go         configuration → planned state
//	adoption.go     what an import leaves unknown: secrets and hidden settings
//	inheritance.go  what a plan does not show of inheritance, as warnings
//	existing.go     integrations that are active before their resource exists
//	apply.go        planned state → one PUT or one DELETE
//	put.go          the PUT, in the order of the writes of a run
//	delete.go       the DELETE, unless the row is another's or has changed
//	write_log.go, write_log_delete.go   the order of the writes of a run
//	exclusions.go   the order of the PUTs of integrations that exclude each other
//	one_row.go      several resources for one row
//	owner.go        projects and groups, and their several names
//	read.go         one GET → state; import and upgrade of a state
//	configuration.go     an answer → the configuration that changes nothing
//	refresh_list.go a refresh by the list of an owner's integrations
//	identity.go     the identity, and what an import names
//	page.go         the address of an integration's page in GitLab, to import by
//	move.go         state of the main GitLab provider, and of another type
//	data_source.go  one GET → data
//	list_schema.go  the schemas of list resources
//	list.go         where a `list` block looks
//	listing.go      what a `list` block finds, as a stream
//	generate_config.go   state → configuration without defaults
//	custom.go       gitlabintegrations_custom: definitions made on the fly
//	custom_validate.go   what can be known wrong of it
//	custom_values.go     what is wrong or doubtful in its values
//	custom_settings.go   its settings: Terraform's values and plain Go
//	policy.go, policy_disabled.go, policy_exclusive.go   which integrations may be active
//	policy_catalog.go    the slugs that policies name
//	policy_plan.go  what an apply of a policy disables, as warnings
//	policy_apply.go the DELETE of what a policy forbids
//	conflicts.go    policies against resources that set up what they forbid
//	secrets.go      secrets as write-only arguments, their versions and loss
//	private_state.go     the private state
//	refusal.go      errors of GitLab, on the attributes that it names
//	suspect.go      what is unusual in the values, if GitLab gives no reason
//	reported.go     causes of many diagnostics, each explained once
//	diagnostics.go  diagnostics, also of panics
//	codec.go        the values of Terraform, of Go and of GitLab's JSON
//	server.go       the protocol: routing, panics, the provider beside it
//
// Values take two forms. While planning, when they may be unknown, they are
// tftypes.Value (values). Everywhere else they are plain Go (settings): nil,
// string, bool, int64 or []string.
package integration

// Package integration serves the resource and the data source of every
// integration over Terraform's plugin protocol. What differs between
// integrations is data (Spec and Parameter); what they do is written here
// once:
//
//	schema.go       the schemas, made once from a Spec
//	validate.go     what can be known wrong without GitLab
//	plan.go         configuration → planned state
//	apply.go        planned state → one PUT or one DELETE
//	read.go         one GET → state; import and upgrade of a state
//	data_source.go  one GET → data
//	secrets.go      secrets as write-only arguments, their versions and loss
//	memory.go       the private state
//	diagnostics.go  errors in words, on the attributes that GitLab names
//	codec.go        the values of Terraform, of Go and of GitLab's JSON
//	server.go       the protocol: routing, panics, the provider beside it
//
// Values take two forms. While planning, when they may be unknown, they are
// tftypes.Value (values). Everywhere else they are plain Go (settings): nil,
// string, bool, int64 or []string.
package integration

// Package export writes the configuration of integrations that GitLab has already,
// with the import blocks that bring them into the state:
//
//	export.go   from the search to the files
//	find.go     the integrations of a project or group, and their settings
//	resource.go what is written of one integration
//	names.go    addresses of resources and names of files
//	files.go    which integration goes into which file
//	write.go    files that are replaced only if nobody has edited them
//	summary.go  what was exported and what was not
//
// What a resource has to say so that its import changes nothing is decided by the
// runtime (integration.ConfigurationOf). No secret gets into a file.
package export

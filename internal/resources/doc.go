// Package resources declares every integration of the catalog: one generated
// file each, and the slice All. "make generate" makes them again from
// internal/catalog. Written by hand is only what a declaration cannot say: the
// functions that Validate of jira and irker name.
package resources

// Package resources declares every integration of the catalog: one generated
// file each, and the slice All. Nothing in the generated files is written by
// hand; "make generate" makes them again from internal/catalog.
package resources

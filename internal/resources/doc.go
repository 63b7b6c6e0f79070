// Package resources declares every integration of the catalog, in one generated file
// each, and the event flags of all. "make generate" generates them from
// internal/catalog. Only the functions for Validate of jira and irker are written by
// hand.
package resources

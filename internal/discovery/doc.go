// Package discovery finds the active integrations of a project, or of a group
// with everything below it, in as few requests as GitLab allows:
//
//	discovery.go  what is looked for, and what is found
//	walk.go       the owners of a query in order, ten requests at a time
//	owner.go      projects and groups by number and path
//	groups.go     the groups of a query
//	projects.go   the projects of a group with their types of integrations,
//	              by GraphQL, or by REST if GraphQL does not list them
//	lists.go      GitLab's list of an owner's active integrations
//	service_type.go  the types of integrations in GraphQL
//	once.go       what is asked for once and shared
//
// Each answer is requested once in a process, until something is written. The refresh
// of resources shares Lists.
package discovery

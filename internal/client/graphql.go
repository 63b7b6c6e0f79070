package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// graphQLPath is the address of GraphQL in place of a path below /api/v4/.
const graphQLPath = "/api/graphql"

// projectsQuery requests a page of the projects of a group, the newest first. With
// integrations, its complexity is 58 of 300 for 100 projects (recorded of GitLab
// 18.9). It includes archived projects unless "includeArchived" says otherwise, which
// is newer than the rest of the query: it needs GitLab 16.9.
const projectsQuery = `query($group: ID!, $subgroups: Boolean, $first: Int, $after: String) {
  group(fullPath: $group) {
    projects(includeSubgroups: $subgroups, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id fullPath archived%s }
    }
  }
}`

const integrationsOfProject = ` services(active: true) { nodes { serviceType } }`

// ProjectsPage is a request for a page of a group's projects by GraphQL.
type ProjectsPage struct {
	// Group is the full path of the group.
	Group string
	// Subgroups includes the projects of the groups below it.
	Subgroups bool
	// First is the number of projects on the page, at most 100.
	First int
	// After is the cursor at the end of the previous page; "" for the first page.
	After string
	// Integrations includes the active integrations.
	Integrations bool
}

// ProjectIntegrations is a project with the types of its active integrations.
type ProjectIntegrations struct {
	Namespace
	// Types are GraphQL's types of integrations, such as "SLACK_SERVICE"; empty if there
	// are none. They are nil if the request did not include them, or if the user of the
	// token is not a Maintainer of the project (ServicesResolver in GitLab 18.9). REST
	// requires less: the permission admin_integrations, which a custom role can grant.
	Types []string
}

// ErrQueryFailed is the error of a valid GraphQL query that GitLab could not answer:
// a project on the page has an integration without a type in GraphQL, or the page was
// too complex. A smaller page may work.
var ErrQueryFailed = errors.New("GitLab could not answer the query")

// ErrNoGraphQL is the error of a GraphQL that cannot answer such a query with a page
// of any size: this GitLab lacks a field of the query, or hides the group.
var ErrNoGraphQL = errors.New("GraphQL does not show the projects of the group")

// GroupProjectsPage reads a page of the projects of a group by GraphQL. It returns
// the cursor of the next page, "" after the last, and whether there is a next page: a
// page may have no cursor although more follow. Projects that the token has no access
// to are missing. Errors are ErrQueryFailed, ErrNoGraphQL, an *Error, or those of a
// request without an answer.
func (c *Client) GroupProjectsPage(ctx context.Context, page ProjectsPage) (projects []ProjectIntegrations, next string, more bool, err error) {
	variables := map[string]any{"group": page.Group, "subgroups": page.Subgroups, "first": page.First}
	if page.After != "" {
		variables["after"] = page.After
	}
	services := ""
	if page.Integrations {
		services = integrationsOfProject
	}
	var answer projectsAnswer
	query := map[string]any{"query": fmt.Sprintf(projectsQuery, services), "variables": variables}
	if err := c.Do(ctx, http.MethodPost, graphQLPath, query, &answer); err != nil {
		return nil, "", false, err
	}
	if err := answer.fault(); err != nil {
		return nil, "", false, err
	}
	found := answer.Data.Group.Projects
	for _, node := range found.Nodes {
		project, err := node.plain()
		if err != nil {
			return nil, "", false, err
		}
		projects = append(projects, project)
	}
	return projects, found.PageInfo.EndCursor, found.PageInfo.HasNextPage, nil
}

// projectsAnswer is GraphQL's answer to projectsQuery.
type projectsAnswer struct {
	Data struct {
		Group *struct {
			Projects *struct {
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
				Nodes []projectNode
			}
		}
	}
	Errors []struct {
		Message    string
		Locations  []any
		Extensions map[string]any
	}
}

// fault returns the error of an answer; nil if there is none. Errors in the query
// itself have a location, errors during its execution have none (recorded of GitLab
// 18.9).
func (a *projectsAnswer) fault() error {
	if len(a.Errors) > 0 {
		first, kind := a.Errors[0], ErrQueryFailed
		if len(first.Locations) > 0 || first.Extensions["code"] != nil {
			kind = ErrNoGraphQL
		}
		return fmt.Errorf("%w: %s", kind, shorten(oneLine(first.Message), maxMessageLength))
	}
	if a.Data.Group == nil || a.Data.Group.Projects == nil {
		return ErrNoGraphQL
	}
	return nil
}

type projectNode struct {
	ID       string
	FullPath string
	Archived bool
	Services *struct {
		Nodes []struct{ ServiceType string }
	}
}

func (n projectNode) plain() (ProjectIntegrations, error) {
	number, err := strconv.ParseInt(n.ID[strings.LastIndex(n.ID, "/")+1:], 10, 64)
	if err != nil || n.FullPath == "" {
		return ProjectIntegrations{}, fmt.Errorf("%w: a project has neither number nor path", ErrNoGraphQL)
	}
	project := ProjectIntegrations{Namespace: Namespace{Number: number, FullPath: n.FullPath, Archived: n.Archived}}
	if n.Services != nil {
		project.Types = make([]string, 0, len(n.Services.Nodes))
		for _, node := range n.Services.Nodes {
			project.Types = append(project.Types, node.ServiceType)
		}
	}
	return project, nil
}

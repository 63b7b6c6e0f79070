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

// projectsQuery asks for a page of the projects of a group, the newest first. With
// integrations it costs a complexity of 58 of 300 for 100 projects (recorded of
// GitLab 18.9). Archived projects are among them unless "includeArchived" says
// otherwise, which is newer than the rest of the query: it came with GitLab 16.9.
const projectsQuery = `query($group: ID!, $subgroups: Boolean, $first: Int, $after: String) {
  group(fullPath: $group) {
    projects(includeSubgroups: $subgroups, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id fullPath archived%s }
    }
  }
}`

const integrationsOfProject = ` services(active: true) { nodes { serviceType } }`

// ProjectsPage says which page of a group's projects is asked for by GraphQL.
type ProjectsPage struct {
	// Group is the full path of the group.
	Group string
	// Subgroups is whether the projects of groups below it are wanted, too.
	Subgroups bool
	// First is how many projects there are on the page, at most 100.
	First int
	// After is the cursor that the page before has ended with; "" for the first.
	After string
	// Integrations is whether the active integrations are wanted.
	Integrations bool
}

// ProjectIntegrations is a project with the types of its active integrations.
type ProjectIntegrations struct {
	Namespace
	// Types are those of GraphQL, such as "SLACK_SERVICE"; empty if there are none. They
	// are nil if nobody asked, or if the user of the token is no maintainer of the
	// project (ServicesResolver in GitLab 18.9). REST asks for less: the permission
	// admin_integrations, which a custom role can give.
	Types []string
}

// ErrQueryFailed is that GitLab took a GraphQL query and could not answer it: one
// of the projects on the page has an integration of which GraphQL has no type, or
// the page was too much work. A smaller page may work.
var ErrQueryFailed = errors.New("GitLab could not answer the query")

// ErrNoGraphQL is that GraphQL does not answer such a query at all, and a smaller
// page would not help: this GitLab lacks a field of it, or hides the group.
var ErrNoGraphQL = errors.New("GraphQL does not show the projects of the group")

// GroupProjectsPage reads a page of the projects of a group by GraphQL. It returns
// the cursor of the next page, "" after the last, and whether there is one: a
// page may have no cursor although more follow. The projects that the token may
// not see are missing. Errors are ErrQueryFailed, ErrNoGraphQL, an *Error, or those of a
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

// fault is the error of an answer, nil if there is none. What is wrong with the
// query itself has a place in it; what fails while it is answered has none
// (recorded of GitLab 18.9).
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

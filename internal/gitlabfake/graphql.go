package gitlabfake

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// graphQLPath is the address of GraphQL.
const graphQLPath = "/api/graphql"

// longestGraphQLPage is the maximum number of entries of a page, and their number
// without "first".
const longestGraphQLPage = 100

// graphQLFault is an error of a query. An error without a location is a failure of
// GitLab itself.
type graphQLFault struct {
	message      string
	line, column int
	path         []string
	extensions   map[string]any
}

func (f *graphQLFault) entity() map[string]any {
	entity := map[string]any{"message": f.message}
	if f.line > 0 {
		entity["locations"] = []map[string]any{{"line": f.line, "column": f.column}}
	}
	if f.path != nil {
		entity["path"] = f.path
	}
	if f.extensions != nil {
		entity["extensions"] = f.extensions
	}
	return entity
}

// graphQLType is a type of the schema, with a resolver for each field.
type graphQLType struct {
	name   string
	fields map[string]func(arguments map[string]any) any
}

// graphQLObject is a value of a type; a []graphQLObject is a list.
type graphQLObject = *graphQLType

// graphQL answers a query. All errors but those of the token have status 200.
func (g *GitLab) graphQL(r *http.Request, body requestBody) answer {
	g.mu.Lock()
	defer g.mu.Unlock()
	if r.Method != http.MethodPost || !g.release().graphQL {
		return webPageNotFound()
	}
	who, refused := g.signIn(r, "")
	if refused == nil {
		refused = who.scope("api", "read_api")
	}
	if refused != nil {
		return graphQLErrors(http.StatusUnauthorized, &graphQLFault{message: "Invalid token"})
	}
	query, _ := body.parameters["query"].(string)
	fields, fault := parseGraphQL(query)
	if fault != nil {
		return graphQLErrors(http.StatusOK, fault)
	}
	variables, _ := body.parameters["variables"].(map[string]any)
	data, fault := (&graphQLRun{variables}).run(g.graphQLQuery(who), fields)
	if fault != nil {
		return graphQLErrors(http.StatusOK, fault)
	}
	return ok(map[string]any{"data": data})
}

func graphQLErrors(status int, fault *graphQLFault) answer {
	return answer{status: status, body: map[string]any{"errors": []any{fault.entity()}}}
}

// graphQLRun is the execution of one query.
type graphQLRun struct{ variables map[string]any }

func (run *graphQLRun) run(root graphQLObject, fields []graphQLField) (data map[string]any, fault *graphQLFault) {
	defer func() {
		if found, is := recover().(*graphQLFault); is {
			data, fault = nil, found
		}
	}()
	return run.object(root, fields, []string{"query"}), nil
}

func (run *graphQLRun) object(object graphQLObject, fields []graphQLField, path []string) map[string]any {
	data := map[string]any{}
	for _, field := range fields {
		at := append(slices.Clone(path), field.name)
		resolve, known := object.fields[field.name]
		if !known {
			panic(&graphQLFault{
				message: fmt.Sprintf("Field '%s' doesn't exist on type '%s'", field.name, object.name),
				line:    field.line, column: field.column, path: at,
				extensions: map[string]any{"code": "undefinedField", "typeName": object.name, "fieldName": field.name},
			})
		}
		data[field.alias] = run.value(resolve(run.arguments(field)), field, at)
	}
	return data
}

func (run *graphQLRun) value(value any, field graphQLField, path []string) any {
	switch value := value.(type) {
	case graphQLObject:
		if value == nil {
			return nil
		}
		return run.object(value, field.selected, path)
	case []graphQLObject:
		list := make([]any, len(value))
		for i, each := range value {
			list[i] = run.object(each, field.selected, path)
		}
		return list
	}
	return value
}

// arguments are those of a field, with the values of variables.
func (run *graphQLRun) arguments(field graphQLField) map[string]any {
	arguments := maps.Clone(field.arguments)
	for name, value := range arguments {
		if variable, is := value.(graphQLVariable); is {
			arguments[name] = run.variables[string(variable)]
		}
	}
	return arguments
}

// graphQLProperties are fields without arguments.
func graphQLProperties(name string, values map[string]any) graphQLObject {
	fields := map[string]func(map[string]any) any{}
	for field, value := range values {
		fields[field] = func(map[string]any) any { return value }
	}
	return &graphQLType{name: name, fields: fields}
}

// graphQLQuery is where every query begins.
func (g *GitLab) graphQLQuery(who account) graphQLObject {
	find := func(kind directory, describe func(account, *owner) graphQLObject) func(map[string]any) any {
		return func(arguments map[string]any) any {
			path, _ := arguments["fullPath"].(string)
			if o := kind.byPath[strings.ToLower(path)]; o != nil && who.sees(o) {
				return describe(who, o)
			}
			return graphQLObject(nil)
		}
	}
	return &graphQLType{name: "Query", fields: map[string]func(map[string]any) any{
		"group":   find(g.namespaces.groups, g.graphQLGroup),
		"project": find(g.namespaces.projects, g.graphQLProject),
	}}
}

func (g *GitLab) graphQLGroup(who account, group *owner) graphQLObject {
	described := graphQLProperties("Group", map[string]any{
		"id": fmt.Sprintf("gid://gitlab/Group/%d", group.id), "fullPath": group.path,
	})
	described.fields["projects"] = func(arguments map[string]any) any {
		return g.graphQLProjects(who, group, arguments)
	}
	described.fields["descendantGroups"] = func(arguments map[string]any) any {
		visible := visibleBelow(who, group, func(o *owner) bool { return o.group })
		slices.SortStableFunc(visible, byName)
		return graphQLPageOf(visible, arguments, func(o *owner) graphQLObject { return g.graphQLGroup(who, o) })
	}
	return described
}

// graphQLProjects are the projects of a group, the newest first. GitLab cuts the page
// before it drops projects that the user cannot see, so a page can be empty and
// without a cursor although more pages follow (recorded of GitLab 18.9).
func (g *GitLab) graphQLProjects(who account, group *owner, arguments map[string]any) graphQLObject {
	projects := projectsOf(group, arguments["includeSubgroups"] == true)
	projects = slices.DeleteFunc(projects, func(o *owner) bool {
		return arguments["includeArchived"] == false && o.isArchived()
	})
	slices.SortFunc(projects, func(a, b *owner) int { return b.id - a.id })
	page, more := graphQLCut(projects, arguments)
	page = slices.DeleteFunc(page, func(o *owner) bool { return !who.sees(o) })
	return graphQLConnection(page, more, func(o *owner) graphQLObject { return g.graphQLProject(who, o) })
}

func (g *GitLab) graphQLProject(who account, project *owner) graphQLObject {
	described := graphQLProperties("Project", map[string]any{
		"id": fmt.Sprintf("gid://gitlab/Project/%d", project.id), "fullPath": project.path, "archived": project.isArchived(),
	})
	described.fields["services"] = func(arguments map[string]any) any {
		// REST asks for less: the permission admin_integrations, which a custom role can
		// give (ServicesResolver in GitLab 18.9).
		if !who.maintains(project) {
			return graphQLObject(nil)
		}
		return graphQLProperties("ServiceConnection", map[string]any{"nodes": g.graphQLServices(project, arguments)})
	}
	return described
}

// graphQLServices are the integrations of a project, the newest first.
func (g *GitLab) graphQLServices(project *owner, arguments map[string]any) []graphQLObject {
	records := []*record{}
	slugs := map[*record]string{}
	for slug, r := range project.records {
		if active, asked := arguments["active"].(bool); !asked || active == r.active {
			records = append(records, r)
			slugs[r] = slug
		}
	}
	slices.SortFunc(records, func(a, b *record) int { return b.id - a.id })
	services := []graphQLObject{}
	for _, r := range records {
		name := strings.ToUpper(strings.ReplaceAll(slugs[r], "-", "_")) + "_SERVICE"
		service := graphQLProperties("Service", map[string]any{"type": camelized(name), "serviceType": name, "active": r.active})
		if slices.Contains(g.UnknownToGraphQL, slugs[r]) {
			service.fields["type"], service.fields["serviceType"] = g.unknownType(slugs[r]), g.unknownType(slugs[r])
		}
		services = append(services, service)
	}
	return services
}

// unknownType is the field of an integration without a type in GraphQL.
func (g *GitLab) unknownType(slug string) func(map[string]any) any {
	return func(map[string]any) any {
		panic(&graphQLFault{message: fmt.Sprintf(
			"Internal server error: `Service.type` returned `%q`, which is no value of `ServiceType`", "Integrations::"+camelized(slug))})
	}
}

// camelized returns SLACK_SERVICE as SlackService.
func camelized(name string) string {
	var text strings.Builder
	for _, word := range strings.FieldsFunc(name, func(c rune) bool { return c == '_' || c == '-' }) {
		text.WriteString(strings.ToUpper(word[:1]) + strings.ToLower(word[1:]))
	}
	return text.String()
}

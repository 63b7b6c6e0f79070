package discovery

import "strings"

// ServiceType is the type of an integration in GraphQL, such as "SLACK_SERVICE":
// GitLab derives it from the integration's internal name, which is the slug with
// underscores (app/graphql/types/projects/service_type_enum.rb in GitLab 18.9). None
// of its types is an exception.
func ServiceType(slug string) string {
	return strings.ToUpper(strings.ReplaceAll(slug, "-", "_")) + "_SERVICE"
}

package discovery

import "strings"

// ServiceType is GraphQL's name of the type of an integration, such as
// "SLACK_SERVICE": GitLab makes it of the integration's own name, which is the
// slug with underscores (app/graphql/types/projects/service_type_enum.rb in
// GitLab 18.9). There is no exception among its types.
func ServiceType(slug string) string {
	return strings.ToUpper(strings.ReplaceAll(slug, "-", "_")) + "_SERVICE"
}

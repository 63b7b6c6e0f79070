package integration

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// pagePath is the path of an integration's page in GitLab's web interface
// (config/routes/project.rb and group.rb). Up to 14.x the page of a project was one of
// its "services", and before 12.x without the dash. GitLab reserves "groups" and
// "-", so no path of a project has them.
var pagePath = regexp.MustCompile(`^/(groups/)?(.+?)(?:/-)?/(?:settings/integrations|services)/([a-z0-9_-]+)(?:/[a-z]+)?/?$`)

// isPageAddress reports whether an import id is an address.
func isPageAddress(id string) bool {
	return strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://")
}

// importedPage is a state with what the address of a page says. Only its path
// counts; that it names another host than the provider's is a warning.
func (d *definition) importedPage(provider *Provider, address string) (state settings, found []*tfprotov6.Diagnostic, fault *message.Text) {
	page, err := url.Parse(address)
	if err != nil {
		text := message.NoPage(d.resourceType(), address)
		return nil, nil, &text
	}
	path := page.Path
	if provider != nil {
		gitlab := provider.Client.Address()
		if !strings.EqualFold(page.Hostname(), gitlab.Hostname()) {
			found = append(found, warningOf(message.OtherHost(page.Hostname(), gitlab.Hostname())))
		}
		if below, under := strings.CutPrefix(path, strings.TrimRight(gitlab.Path, "/")); under && strings.HasPrefix(below, "/") {
			path = below
		}
	}
	owner, slug, known := parsePage(path)
	switch {
	case !known:
		text := message.NoPage(d.resourceType(), address)
		return nil, nil, &text
	case !d.isCustom() && slug != d.Slug:
		text := message.PageOfAnother(d.resourceType(), d.Slug, slug)
		return nil, nil, &text
	case d.types[string(owner.Kind)] == nil:
		text := message.PageOfOtherKind(d.resourceType(), d.Title, owner.Kind)
		return nil, nil, &text
	}
	state = settings{string(owner.Kind): owner.ID}
	if d.isCustom() {
		state[attributeSlug] = slug
	}
	state[attributeID] = resourceID(state)
	return state, found, nil
}

// parsePage reads the path of a page. Its address has underscores where the API
// has dashes.
func parsePage(path string) (owner client.Owner, slug string, known bool) {
	parts := pagePath.FindStringSubmatch(path)
	if parts == nil {
		return client.Owner{}, "", false
	}
	owner = client.Owner{Kind: client.ProjectKind, ID: parts[2]}
	if parts[1] != "" {
		owner.Kind = client.GroupKind
	}
	return owner, strings.ReplaceAll(parts[3], "_", "-"), len(validateOwnerName(string(owner.Kind), owner.ID)) == 0
}

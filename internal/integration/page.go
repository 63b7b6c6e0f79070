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
// "-", so no path of a project has them, but a group can have the name "services".
var pagePath = regexp.MustCompile(`^/(groups/)?(.+?)(?:/-)?/(?:settings/integrations(?:/([a-z0-9_-]+)(?:/[a-z]+)?)?|services/([a-z0-9_-]+)/edit)/?$`)

// isPageAddress reports whether an import ID is an address.
func isPageAddress(id string) bool {
	scheme, _, found := strings.Cut(strings.ToLower(id), "://")
	return found && (scheme == "https" || scheme == "http")
}

// importedPage is a state with what the address of a page says. Only its path
// counts; that it names another host than the provider's is a warning.
func (d *definition) importedPage(provider *Provider, address string) (state settings, found []*tfprotov6.Diagnostic, fault *message.Text) {
	page, err := url.Parse(address)
	if err != nil {
		return nil, nil, d.importing().NoPage("")
	}
	// Without a password, and without a token in the query.
	address = page.Scheme + "://" + page.Host + page.Path
	owner, slug, known := parsePage(provider.pathBelow(page))
	switch {
	case !known || slug == "" && !d.isOfAll():
		return nil, nil, d.importing().NoPage(address)
	case d.slugName == "" && !d.isOfAll() && slug != d.Slug:
		return nil, nil, d.importing().PageOfAnother(address, slug)
	case d.types[string(owner.Kind)] == nil:
		return nil, nil, d.importing().PageOfOtherKind(address, owner.Kind)
	}
	state = settings{string(owner.Kind): owner.ID}
	if d.slugName != "" {
		state[d.slugName] = slug
	}
	state[attributeID] = resourceID(state)
	return state, provider.otherHost(page, owner), nil
}

// isOfAll reports whether a resource is about all integrations of an owner.
func (d *definition) isOfAll() bool { return d.policy != nil && d.slugName == "" }

// pathBelow is the path of a page below the address of GitLab. A provider that is not
// configured yet (nil) does not know that address.
func (p *Provider) pathBelow(page *url.URL) string {
	if p == nil {
		return page.Path
	}
	below, found := strings.CutPrefix(page.Path, strings.TrimRight(p.Client.Address().Path, "/"))
	if !found || !strings.HasPrefix(below, "/") {
		return page.Path
	}
	return below
}

// otherHost warns of a page on another host, or port, than GitLab's address.
func (p *Provider) otherHost(page *url.URL, owner client.Owner) []*tfprotov6.Diagnostic {
	if p == nil || host(page) == host(p.Client.Address()) {
		return nil
	}
	return []*tfprotov6.Diagnostic{warningOf(message.OtherHost(host(page), host(p.Client.Address()), owner))}
}

// host is the host of an address in lower case, with the port unless that is the one
// of its scheme.
func host(address *url.URL) string {
	return strings.TrimSuffix(strings.ToLower(address.Host), map[string]string{"http": ":80", "https": ":443"}[address.Scheme])
}

// parsePage reads the path of a page. Its address has underscores where the API
// has dashes. The slug is empty if it is the page of all integrations.
func parsePage(path string) (owner client.Owner, slug string, known bool) {
	parts := pagePath.FindStringSubmatch(path)
	if parts == nil {
		return client.Owner{}, "", false
	}
	owner = client.Owner{Kind: client.ProjectKind, ID: parts[2]}
	if parts[1] != "" {
		owner.Kind = client.GroupKind
	}
	return owner, strings.ReplaceAll(parts[3]+parts[4], "_", "-"), len(validateOwnerName(string(owner.Kind), owner.ID)) == 0
}

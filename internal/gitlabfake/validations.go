package gitlabfake

import (
	"fmt"
	"net"
	"net/url"
	"slices"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// invalid is a setting that a validation refuses, and why.
type invalid struct {
	name    string
	reasons []string
}

// validate finds the settings that GitLab's models refuse. Records that are
// not active can hold anything.
func (g *GitLab) validate(o *owner, i integration, r *record) []invalid {
	if !r.active {
		return nil
	}
	var refused []invalid
	for _, p := range i.Parameters {
		if reasons := g.faults(i, p, r); len(reasons) > 0 {
			refused = append(refused, invalid{p.Name, reasons})
		}
	}
	if i.Exclusive != "" && g.release().exclusive && g.inUse(o, i) {
		reason := fmt.Sprintf("Another %[1]s is already in use. Only one %[1]s service can be active at a time", i.Exclusive)
		refused = append(refused, invalid{"base", []string{reason}})
	}
	return refused
}

// enumerations are the settings whose values the models check; others that the
// catalog enumerates can be anything.
var enumerations = []string{"jira_auth_type", "labels_to_be_notified_behavior"}

func (g *GitLab) faults(i integration, p catalog.Parameter, r *record) []string {
	value := r.settings[p.Name]
	isURL := p.IsURL()
	switch {
	case blank(value) && needed(i, p, r) && isURL:
		return []string{"can't be blank", "must be a valid URL"}
	case blank(value) && needed(i, p, r):
		return []string{"can't be blank"}
	case blank(value):
		return nil
	case slices.Contains(enumerations, p.Name) && !slices.Contains(p.Enum, value):
		return []string{"is not included in the list"}
	case isURL:
		return g.block(fmt.Sprint(value))
	}
	return nil
}

// block tells why an address is none to send something to
// (gems/gitlab-http/lib/gitlab/http_v2/url_blocker.rb in GitLab 18.9).
func (g *GitLab) block(text string) []string {
	address, err := url.Parse(text)
	switch {
	case err != nil:
		return []string{"is blocked: URI is invalid"}
	case address.Scheme != "http" && address.Scheme != "https":
		return []string{"is blocked: Only allowed schemes are http, https"}
	case g.BlocksLocalhost && isLocalhost(address.Hostname()):
		return []string{"is blocked: Requests to localhost are not allowed"}
	}
	return nil
}

func isLocalhost(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// needed tells whether a setting must not be blank. Some are demanded by the
// model alone, depending on others.
func needed(i integration, p catalog.Parameter, r *record) bool {
	switch i.Slug + "." + p.Name {
	case "datadog.datadog_site":
		return true
	case "jenkins.password":
		return !blank(r.settings["username"])
	case "jira.username":
		return r.settings["jira_auth_type"] == nil || r.settings["jira_auth_type"] == 0
	}
	return p.Required
}

// inUse tells whether another integration of the same exclusive kind is active
// on the project. Groups may have several.
func (g *GitLab) inUse(o *owner, i integration) bool {
	if o.group {
		return false
	}
	for slug, r := range o.records {
		other, _ := g.offered(slug)
		if slug != i.Slug && r.active && other.Exclusive == i.Exclusive {
			return true
		}
	}
	return false
}

package client

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// pageSize is the maximum number of entries that GitLab returns on a page.
const pageSize = 100

// Namespace is a project or group in GitLab's lists.
type Namespace struct {
	// Number is GitLab's ID, which never changes.
	Number int64
	// FullPath is the current path, such as "acme/web".
	FullPath string
	// Archived is set if it is archived. Groups can be archived since GitLab 18.
	Archived bool
}

// namespace is GitLab's answer about a project or group.
type namespace struct {
	Number    int64  `json:"id"`
	OfProject string `json:"path_with_namespace"`
	OfGroup   string `json:"full_path"`
	Archived  bool   `json:"archived"`
}

func (n namespace) plain() Namespace {
	return Namespace{Number: n.Number, FullPath: cmp.Or(n.OfProject, n.OfGroup), Archived: n.Archived}
}

// Namespace reads a project or group. GitLab also finds a project, but not a group,
// by a former path, unless another project has that path now (find_project and
// find_group in lib/api/helpers.rb in GitLab 18.9). The string movedTo is as in
// Integration.
func (c *Client) Namespace(ctx context.Context, owner Owner) (found Namespace, movedTo string, err error) {
	return c.namespace(ctx, operation{method: http.MethodGet}, owner)
}

func (c *Client) namespace(ctx context.Context, get operation, owner Owner) (found Namespace, movedTo string, err error) {
	path := fmt.Sprintf("%ss/%s", owner.Kind, url.PathEscape(owner.ID))
	if owner.Kind == GroupKind {
		path += "?with_projects=false" // Without details, the answer is smaller.
	}
	var answer namespace
	if movedTo, err = c.do(ctx, get, path, &answer); err != nil {
		return Namespace{}, "", c.explainPath(ctx, owner, err)
	}
	if found = answer.plain(); found.Number == 0 || found.FullPath == "" {
		return Namespace{}, "", fmt.Errorf("GitLab's answer to GET %s has no ID or no path", path)
	}
	c.names.learn(owner, found)
	return found, movedTo, nil
}

// GroupProjects lists the projects of a group that the token has access to, page by
// page, either the archived ones or the others. It leaves out projects of other
// groups that are only shared with this group. It requires no minimum role, because
// administrators who are not members would get an empty list (recorded of GitLab
// 18.9). The first error ends the list.
func (c *Client) GroupProjects(ctx context.Context, group Owner, subgroups, archived bool) iter.Seq2[[]Namespace, error] {
	query := url.Values{
		"include_subgroups": {strconv.FormatBool(subgroups)}, "with_shared": {"false"},
		"archived": {strconv.FormatBool(archived)}, "simple": {"true"}, "order_by": {"id"}, "sort": {"desc"},
	}
	return func(yield func([]Namespace, error) bool) {
		for found, err := range c.namespaces(ctx, group, "projects", query) {
			for i := range found {
				found[i].Archived = archived // The simple form of the answer does not contain it.
			}
			if !yield(found, err) {
				return
			}
		}
	}
}

// DescendantGroups lists all groups below a group that the token has access to, page
// by page. The first error ends the list.
func (c *Client) DescendantGroups(ctx context.Context, group Owner) iter.Seq2[[]Namespace, error] {
	return c.namespaces(ctx, group, "descendant_groups", url.Values{"order_by": {"id"}})
}

func (c *Client) namespaces(ctx context.Context, group Owner, collection string, query url.Values) iter.Seq2[[]Namespace, error] {
	query.Set("per_page", strconv.Itoa(pageSize))
	return func(yield func([]Namespace, error) bool) {
		for number := "1"; number != ""; {
			query.Set("page", number)
			var answer page
			if err := c.Do(ctx, http.MethodGet, group.path(collection, "")+"?"+query.Encode(), nil, &answer); err != nil {
				yield(nil, c.explainPath(ctx, group, err))
				return
			}
			found := make([]Namespace, 0, len(answer.entries))
			for _, entry := range answer.entries {
				found = append(found, entry.plain())
			}
			if !yield(found, nil) {
				return
			}
			number = answer.following(number)
		}
	}
}

// page is one page of a list of projects or groups.
type page struct {
	entries []namespace
	next    string
}

// UnmarshalJSON decodes the entries.
func (p *page) UnmarshalJSON(text []byte) error {
	p.entries = nil
	return json.Unmarshal(text, &p.entries)
}

func (p *page) readHeader(header http.Header) { p.next = header.Get("X-Next-Page") }

func (p *page) check() error {
	if p.entries == nil {
		return errors.New("the answer is not a list")
	}
	return nil
}

// following is the number of the next page; "" after the last. A number that is not
// greater than that of the current page would cause an endless loop.
func (p *page) following(number string) string {
	next, err := strconv.Atoi(strings.TrimSpace(p.next))
	if before, _ := strconv.Atoi(number); err != nil || next <= before {
		return ""
	}
	return strconv.Itoa(next)
}

// HasNoGroupIntegrations reports whether a request failed because this GitLab has no
// integrations of groups, which need GitLab 17.9.
func HasNoGroupIntegrations(err error) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Origin == FromOldGitLab
}

package discovery

import (
	"context"
	"errors"
	"net/http"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

const (
	// longestPage is the maximum number of projects in one answer of GraphQL.
	longestPage = 100
	// mostFailures limits how often a page is halved. The rest is then requested
	// without integrations, which cannot fail in the same way.
	mostFailures = 20
)

// projectsKey is a group, with or without its subgroups.
type projectsKey struct {
	number    int64
	subgroups bool
}

// projects are the projects of a group, in pages that are requested on demand and
// shared.
type projects struct {
	discovery *Discovery
	group     Owner
	subgroups bool

	// lock contains a value while a goroutine holds it. It guards the following fields.
	lock  chan struct{}
	pages [][]candidate
	// next is the cursor of the next page, and seen are the IDs of the projects so
	// far.
	next string
	seen map[int64]bool
	done bool
	err  error
}

// yieldProjects hands out the projects of a query.
func (d *Discovery) yieldProjects(ctx context.Context, query Query, group Owner, yield func(candidate, error) bool) {
	all := d.projectsOf(group, query.Subgroups)
	for number := 0; ; number++ {
		page, exists, err := all.page(ctx, number)
		if err != nil {
			yield(candidate{}, err)
		}
		if err != nil || !exists {
			return
		}
		for _, project := range page {
			if (query.Archived || !project.Archived) && !yield(project, nil) {
				return
			}
		}
	}
}

func (d *Discovery) projectsOf(group Owner, subgroups bool) *projects {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := projectsKey{group.Number, subgroups}
	if d.projects[key] == nil {
		d.projects[key] = &projects{discovery: d, group: group, subgroups: subgroups, lock: make(chan struct{}, 1), seen: map[int64]bool{}}
	}
	return d.projects[key]
}

// page returns a page by its number from 0, and whether it exists. If the caller is
// interrupted, the next caller sends the request.
func (p *projects) page(ctx context.Context, number int) (page []candidate, exists bool, err error) {
	select {
	case p.lock <- struct{}{}:
		defer func() { <-p.lock }()
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
	if number == len(p.pages) && !p.done && p.err == nil {
		if err := p.ask(ctx); err != nil {
			return nil, false, err
		}
	}
	if number < len(p.pages) {
		return p.pages[number], true, nil
	}
	return nil, false, p.err
}

// ask requests the next page by GraphQL, or all remaining projects by REST. It
// returns an error only for an interruption; others are cached.
func (p *projects) ask(ctx context.Context) error {
	failures := 0
	asked, err := p.askPart(ctx, part{after: p.next, first: longestPage}, &failures)
	if isUntrusted(err) {
		tflog.Info(ctx, "GitLab's GraphQL does not list the projects; asking REST", map[string]any{"group": p.group.Path, "error": err.Error()})
		asked, err = p.askREST(ctx)
	}
	if err != nil {
		if ctx.Err() == nil {
			p.err = err
		}
		return err
	}
	p.next, p.done = asked.next, asked.next == ""
	page := make([]candidate, 0, len(asked.projects))
	for _, project := range asked.projects {
		if !p.seen[project.Number] {
			p.seen[project.Number] = true
			page = append(page, project)
		}
	}
	p.pages = append(p.pages, page)
	return nil
}

// part is a page, or a part of a page that is requested again because the whole page
// failed.
type part struct {
	after string
	first int
}

// answered is the answer for a part; next is the cursor after it, "" at the end.
type answered struct {
	projects []candidate
	next     string
}

// askPart requests a part by GraphQL. If that fails, it requests both halves, down to
// the single project that fails, whose integrations REST can list.
func (p *projects) askPart(ctx context.Context, wanted part, failures *int) (answered, error) {
	if *failures < mostFailures {
		whole, err := p.askGraphQL(ctx, wanted, true)
		if !errors.Is(err, client.ErrQueryFailed) {
			return whole, err
		}
		*failures++
	}
	if wanted.first == 1 || *failures >= mostFailures {
		return p.askWithoutIntegrations(ctx, wanted)
	}
	half := wanted.first / 2
	first, err := p.askPart(ctx, part{wanted.after, half}, failures)
	if err != nil || first.next == "" {
		return first, err
	}
	second, err := p.askPart(ctx, part{first.next, wanted.first - half}, failures)
	second.projects = append(first.projects, second.projects...)
	return second, err
}

// askWithoutIntegrations requests the projects of a part without their integrations.
// If that fails too, GraphQL is not used.
func (p *projects) askWithoutIntegrations(ctx context.Context, wanted part) (answered, error) {
	bare, err := p.askGraphQL(ctx, wanted, false)
	if errors.Is(err, client.ErrQueryFailed) {
		return answered{}, errors.Join(client.ErrNoGraphQL, err)
	}
	return bare, err
}

func (p *projects) askGraphQL(ctx context.Context, wanted part, integrations bool) (answered, error) {
	return asking(ctx, p.discovery, func() (answered, error) {
		found, next, more, err := p.discovery.client.GroupProjectsPage(ctx, client.ProjectsPage{
			Group: p.group.Path, Subgroups: p.subgroups, First: wanted.first, After: wanted.after, Integrations: integrations,
		})
		if err != nil {
			return answered{}, err
		}
		part := answered{}
		for _, project := range found {
			part.projects = append(part.projects, candidate{Owner: ownerOf(client.ProjectKind, project.Namespace), types: project.Types})
		}
		switch {
		case more && (next == "" || next == wanted.after):
			// GitLab drops entries that the token has no access to after it has cut
			// the page. If none is left, there is no cursor for the next page.
			return answered{}, errNoCursor
		case more:
			part.next = next
		}
		return part, nil
	})
}

// errNoCursor is the error of a page without a cursor although more projects follow.
var errNoCursor = errors.New("a page without a cursor, although more follow")

// isUntrusted reports whether REST must list the projects, because GraphQL does not
// exist, does not know the query, hides the group or the next page, or is refused.
// Failures that would also interrupt REST do not count.
func isUntrusted(err error) bool {
	refused := new(client.Error)
	return errors.Is(err, errNoCursor) || errors.Is(err, client.ErrNoGraphQL) ||
		errors.As(err, &refused) && refused.Status != http.StatusTooManyRequests
}

// askREST lists all projects that GraphQL has not returned. Their integrations are
// not known.
func (p *projects) askREST(ctx context.Context) (answered, error) {
	return asking(ctx, p.discovery, func() (answered, error) {
		all := answered{}
		for _, archived := range []bool{false, true} {
			for page, err := range p.discovery.client.GroupProjects(ctx, p.group.Name(), p.subgroups, archived) {
				if err != nil {
					return answered{}, err
				}
				for _, project := range page {
					all.projects = append(all.projects, candidate{Owner: ownerOf(client.ProjectKind, project)})
				}
			}
		}
		return all, nil
	})
}

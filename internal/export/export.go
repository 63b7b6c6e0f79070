package export

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
)

// Layout decides which resources share a file.
type Layout string

const (
	// ByProject writes a file for each project and group.
	ByProject Layout = "project"
	// ByType writes a file for each type of resource.
	ByType Layout = "type"
)

// Options say what is exported, and where to.
type Options struct {
	// Owner is the project, or the group with everything below it.
	Owner client.Owner
	// Subgroups, Archived and Slugs are as in discovery.Query.
	Subgroups, Archived bool
	Slugs               []string
	// Inherited includes integrations that inherit.
	Inherited bool
	// Folder is where the files are written.
	Folder string
	// Layout is ByProject or ByType.
	Layout Layout
	// DryRun prevents all writes.
	DryRun bool
	// Progress is told what is going on.
	Progress io.Writer
}

// Run exports the integrations of a GitLab. It writes files only after everything was
// read. The summary is nil if there is an error before that. An error while writing
// comes with the summary of the files written so far.
func Run(ctx context.Context, gitlab *client.Client, options Options) (*Summary, error) {
	x := &export{
		Options: options, client: gitlab, discovery: discovery.New(gitlab, discovery.NewLists(gitlab)),
		summary: &Summary{Options: options},
	}
	if err := x.find(ctx); err != nil {
		return nil, fmt.Errorf("finding the integrations of %s: %w", options.Owner, err)
	}
	if err := x.read(ctx); err != nil {
		return nil, fmt.Errorf("reading settings: %w", err)
	}
	x.earlier = x.exported()
	files := x.files()
	return x.summary, x.write(ctx, files)
}

// export is one run.
type export struct {
	Options
	client    *client.Client
	discovery *discovery.Discovery
	// root is the Owner with its ID.
	root discovery.Owner
	rows []*row
	// earlier are the files of exports that the folder has already, each with what it
	// is from.
	earlier  map[string]string
	summary  *Summary
	speaking sync.Mutex // is held while Progress is written to
}

// say reports progress.
func (x *export) say(format string, values ...any) {
	x.speaking.Lock()
	defer x.speaking.Unlock()
	if x.Progress != nil {
		fmt.Fprintf(x.Progress, format+"\n", values...)
	}
}

package main

import (
	"context"
	"time"
)

// phase is a command that does one thing to all resources.
type phase struct {
	name      string
	arguments []string
	// changed tells that it finds another configuration than the one before.
	changed bool
}

// phases are the life of the resources. A refresh must find nothing to change.
var phases = []phase{
	{name: "create", arguments: []string{"apply", "-auto-approve"}},
	{name: "refresh", arguments: []string{"plan", "-detailed-exitcode"}},
	{name: "update", arguments: []string{"apply", "-auto-approve"}, changed: true},
	{name: "destroy", arguments: []string{"destroy", "-auto-approve"}, changed: true},
}

// result is what one phase took, and what reached GitLab meanwhile.
type result struct {
	phase phase
	cost
	traffic
	// floor is what a plain client takes for the same requests, data what the
	// CLI takes for as many terraform_data.
	floor, data time.Duration
}

// live runs the phases in a workspace. Without a server nothing is to reach
// GitLab.
func (w *workspace) live(ctx context.Context, phases []phase, text func(changed bool) (string, error), s *server) ([]result, error) {
	var results []result
	for _, p := range phases {
		configuration, err := text(p.changed)
		if err != nil {
			return nil, err
		}
		if err := w.write("main.tf", configuration); err != nil {
			return nil, err
		}
		if err := s.await(ctx); err != nil {
			return nil, err
		}
		taken, err := w.measure(p.arguments...)
		if err != nil {
			return nil, err
		}
		r := result{phase: p, cost: taken}
		if s != nil {
			r.traffic = s.take()
		}
		results = append(results, r)
	}
	return results, nil
}

// dataCosts is what the CLI takes for as many terraform_data, by phase. It is
// measured once.
func (b *bench) dataCosts(ctx context.Context, n int) (map[string]time.Duration, error) {
	if known := b.data[n]; known != nil {
		return known, nil
	}
	w, err := b.newWorkspace()
	if err != nil {
		return nil, err
	}
	results, err := w.live(ctx, phases, dataConfiguration(n), nil)
	if err != nil {
		return nil, err
	}
	b.data[n] = map[string]time.Duration{}
	for _, r := range results {
		b.data[n][r.phase.name] = r.wall
	}
	return b.data[n], nil
}

// compare adds to the results what a plain client takes, and what the CLI
// takes for as many terraform_data.
func (b *bench) compare(ctx context.Context, results []result, w world, n int) error {
	data, err := b.dataCosts(ctx, n)
	if err != nil {
		return err
	}
	f, err := newFloor(w, b.parallelism)
	if err != nil {
		return err
	}
	defer f.Close()
	for i := range results {
		r := &results[i]
		r.data = data[r.phase.name]
		if r.floor, err = f.repeat(r.requests); err != nil {
			return err
		}
	}
	return nil
}
